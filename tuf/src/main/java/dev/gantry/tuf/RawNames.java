// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import dev.gantry.core.StateConflictException;
import dev.gantry.core.Text;
import dev.gantry.tuf.internal.model.LocalNames;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Gives files the names that they have in a repository, where the platform can. Stateless. */
final class RawNames {
  private RawNames() {}

  /**
   * Resolves a path of which each segment becomes the name of a file or directory, as it is.
   *
   * @param base an existing directory
   * @param path segments between slashes, from trusted metadata
   * @return a path below the base
   * @throws StateConflictException {@code FILE_NAME} if a segment is no plain name on this
   *     platform, or could be taken for a file of our own
   */
  static Path resolve(Path base, String path) throws StateConflictException {
    Path resolved = base;
    for (String segment : path.split("/", -1)) {
      resolved = resolved.resolve(plain(base, segment, path));
    }
    return resolved;
  }

  private static Path plain(Path base, String segment, String path) throws StateConflictException {
    try {
      Path name = base.getFileSystem().getPath(segment);
      boolean plain =
          !name.isAbsolute()
              && name.getNameCount() == 1
              && name.toString().equals(segment)
              && !segment.isEmpty()
              && !segment.equals(".")
              && !segment.equals("..")
              && segment.indexOf('/') < 0
              && segment.indexOf('\\') < 0
              && !segment.startsWith(Partials.PREFIX)
              && !(onWindows(base) && LocalNames.isSpecialOnWindows(segment));
      if (plain) {
        return name;
      }
    } catch (InvalidPathException impossible) {
      // Falls through: it is refused like the others.
    }
    throw refused(path, segment);
  }

  private static boolean onWindows(Path base) {
    return base.getFileSystem().getSeparator().equals("\\");
  }

  static StateConflictException refused(String path, String segment) {
    return new StateConflictException(
        "FILE_NAME",
        "writing " + Text.quote(path),
        Text.quote(segment) + " cannot be the name of a file here",
        "a plain name");
  }
}
