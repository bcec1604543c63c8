// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import dev.gantry.core.Bytes;
import dev.gantry.core.Guid;
import dev.gantry.core.StateConflictException;
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
  private final Guid disk;
  private Journal current;

  private UpdateJournal(JournalStore store, Guid disk, Journal current) {
    this.store = store;
    this.disk = disk;
    this.current = current;
  }

  /**
   * Reads the journal; one that was never written is empty.
   *
   * @throws StateConflictException {@code STATE_OF_OTHER_DISK} if it is about another disk: what it
   *     says of slots would be taken for true of a disk that it knows nothing of
   */
  static UpdateJournal open(JournalStore store, Guid disk, String operation) throws IOException {
    Journal journal = read(store);
    if (journal.disk().isPresent() && !journal.disk().get().equals(disk)) {
      throw new StateConflictException(
          "STATE_OF_OTHER_DISK",
          operation,
          store.description() + " is about disk " + journal.disk().get() + ", and this is " + disk,
          "the state directory of this disk, or an empty one");
    }
    return new UpdateJournal(store, disk, journal);
  }

  private static Journal read(JournalStore store) throws IOException {
    Optional<Bytes> content = store.read();
    return content.isEmpty()
        ? Journal.EMPTY
        : JournalCodec.decode(content.get(), store.description());
  }

  Journal current() {
    return current;
  }

  /** Makes a content durable, with the disk; if this fails, the old content is the current one. */
  void write(Journal next) throws IOException {
    if (!next.equals(current)) {
      Journal named = next.about(disk);
      store.write(JournalCodec.encode(named));
      current = named;
    }
  }
}
