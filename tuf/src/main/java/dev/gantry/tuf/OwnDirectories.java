// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import dev.gantry.core.SmallFiles;
import dev.gantry.core.StateConflictException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Makes the directories between a base and a file below it, and follows no link there. */
final class OwnDirectories {
  private OwnDirectories() {}

  /**
   * Makes what is missing above a file.
   *
   * @param base an existing directory; links in its own path are followed
   * @param file a normal path below it
   * @throws StateConflictException {@code TARGET_DIRECTORY} if something that is no directory has
   *     the name of one
   */
  static void createAbove(Path base, Path file) throws IOException {
    Path relative = base.relativize(file);
    Path above = base;
    for (int i = 0; i < relative.getNameCount() - 1; i++) {
      Path directory = above.resolve(relative.getName(i));
      try {
        Files.createDirectory(directory);
        SmallFiles.forceDirectory(above);
      } catch (FileAlreadyExistsException there) {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
          throw new StateConflictException(
              "TARGET_DIRECTORY",
              "making the directories of " + file,
              directory + " is a link or a file",
              "a directory; find out who put it there, and remove it");
        }
      }
      above = directory;
    }
  }
}
