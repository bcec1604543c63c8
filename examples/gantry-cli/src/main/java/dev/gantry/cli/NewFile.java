// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli;

import dev.gantry.core.Bytes;
import dev.gantry.core.SmallFiles;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Small files that a verb makes: what is there already, and may be a key or a disk, is kept. */
public final class NewFile {
  private NewFile() {}

  /**
   * Refuses a name that is taken, before any work is done.
   *
   * @param file where to write
   * @param overwrite whether a regular file may be there
   * @param inputs what the verb reads, which is never replaced
   * @throws FileAlreadyExistsException if the name is taken
   * @throws IOException if that cannot be found out
   */
  public static void check(Path file, boolean overwrite, Path... inputs) throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      Path parent = file.toAbsolutePath().getParent();
      if (parent != null && !Files.isDirectory(parent)) {
        throw new NoSuchFileException(
            file.toString(), null, parent + " is no directory, expected one to write into");
      }
      return;
    }
    boolean free = overwrite && Files.isRegularFile(file);
    for (Path input : inputs) {
      free = free && !(Files.exists(input) && Files.isSameFile(file, input));
    }
    if (!free) {
      throw new FileAlreadyExistsException(file.toString());
    }
  }

  /**
   * Writes a file, whole or not at all.
   *
   * @param file where to write, checked before
   * @param content what to write
   * @throws IOException if it cannot be written
   */
  public static void write(Path file, Bytes content) throws IOException {
    SmallFiles.writeAtomically(file, content);
  }
}
