// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.fetch;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/** Opens a regular file below a directory without following a single link. Stateless. */
final class RegularFile {
  private static final Set<OpenOption> OPTIONS =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

  private RegularFile() {}

  /**
   * Opens a file, each directory relative to the one before where the platform can do that.
   *
   * @param directory a real path
   * @param name a path below it that was real when it was looked up
   * @param afterLooking happens once it is known to be a file, before it is opened
   * @throws FileSystemException if there is a link or a pipe on the way by now
   */
  static SeekableByteChannel open(Path directory, Path name, Runnable afterLooking)
      throws IOException {
    require(directory, Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS));
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      if (stream instanceof SecureDirectoryStream<Path> secure) {
        return open(secure, name, afterLooking);
      }
    }
    Path file = directory.resolve(name);
    require(
        file,
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
            .isRegularFile());
    afterLooking.run();
    return Files.newByteChannel(file, OPTIONS);
  }

  private static SeekableByteChannel open(
      SecureDirectoryStream<Path> directory, Path name, Runnable afterLooking) throws IOException {
    Path first = name.getName(0);
    BasicFileAttributes attributes =
        directory
            .getFileAttributeView(first, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
            .readAttributes();
    if (name.getNameCount() == 1) {
      require(first, attributes.isRegularFile());
      afterLooking.run();
      return directory.newByteChannel(first, OPTIONS);
    }
    require(first, attributes.isDirectory());
    try (SecureDirectoryStream<Path> next =
        directory.newDirectoryStream(first, LinkOption.NOFOLLOW_LINKS)) {
      return open(next, name.subpath(1, name.getNameCount()), afterLooking);
    }
  }

  /** What is unexpected is not even opened: to open a pipe is to wait for its writer. */
  private static void require(Path path, boolean isAsExpected) throws FileSystemException {
    if (!isAsExpected) {
      throw new FileSystemException(
          path.toString(), null, "it is a link, a pipe or the like by now");
    }
  }
}
