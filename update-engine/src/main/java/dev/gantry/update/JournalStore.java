// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import dev.gantry.core.Bytes;
import dev.gantry.core.SmallFiles;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Where the journal is kept; a seam for tests that let a write fail. */
interface JournalStore {
  /** Returns the content, or empty if nothing was ever written. */
  Optional<Bytes> read() throws IOException;

  /** Replaces the content; it is durable when this returns. */
  void write(Bytes content) throws IOException;

  /** Says where it is, for messages. */
  String description();

  /** Keeps the journal in a file. */
  static JournalStore file(Path file) {
    return new JournalStore() {
      @Override
      public Optional<Bytes> read() throws IOException {
        try {
          return Optional.of(SmallFiles.read(file, JournalCodec.MAX_BYTES));
        } catch (NoSuchFileException e) {
          return Optional.empty();
        }
      }

      @Override
      public void write(Bytes content) throws IOException {
        SmallFiles.writeAtomically(file, content);
      }

      @Override
      public String description() {
        return file.toString();
      }
    };
  }
}
