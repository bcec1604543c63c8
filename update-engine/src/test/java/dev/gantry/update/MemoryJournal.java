// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import dev.gantry.core.Bytes;
import java.io.IOException;
import java.util.Optional;

/** A journal in memory that fails where it is told to, with the old or the new content kept. */
final class MemoryJournal implements JournalStore {
  private Optional<Bytes> content = Optional.empty();
  private long writes;
  private long failingWrite = Long.MAX_VALUE;
  private boolean keepsFailedWrite;

  /** Lets one write fail; counts from the next write on, as 1. */
  void failWrite(long number, boolean keepsNewContent) {
    writes = 0;
    failingWrite = number;
    keepsFailedWrite = keepsNewContent;
  }

  void failNoMore() {
    failingWrite = Long.MAX_VALUE;
  }

  void resetCount() {
    writes = 0;
  }

  long writes() {
    return writes;
  }

  Optional<Bytes> content() {
    return content;
  }

  void set(Optional<Bytes> next) {
    content = next;
  }

  @Override
  public Optional<Bytes> read() {
    return content;
  }

  @Override
  public void write(Bytes next) throws IOException {
    writes++;
    if (writes == failingWrite) {
      if (keepsFailedWrite) {
        content = Optional.of(next);
      }
      throw new IOException("injected failure of journal write " + writes);
    }
    content = Optional.of(next);
  }

  @Override
  public String description() {
    return "journal in memory";
  }
}
