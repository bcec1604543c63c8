// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import dev.gantry.core.Bytes;
import java.io.IOException;
import java.util.Optional;

/**
 * The engine's memory across power cuts: every change of the partition table is written here, and
 * forced, before it is made, so that whoever reads journal and table together knows what happened.
 *
 * <p>Used under the {@link EngineLock} only; not thread-safe.
 */
final class UpdateJournal {
  private final JournalStore store;
  private Journal current;

  private UpdateJournal(JournalStore store, Journal current) {
    this.store = store;
    this.current = current;
  }

  /** Reads the journal; one that was never written is empty. */
  static UpdateJournal open(JournalStore store) throws IOException {
    Optional<Bytes> content = store.read();
    return new UpdateJournal(
        store,
        content.isEmpty()
            ? Journal.EMPTY
            : JournalCodec.decode(content.get(), store.description()));
  }

  Journal current() {
    return current;
  }

  /** Makes a content durable; if this fails, the old content is the current one. */
  void write(Journal next) throws IOException {
    if (!next.equals(current)) {
      store.write(JournalCodec.encode(next));
      current = next;
    }
  }
}
