// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.core;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.UUID;

/**
 * Reads and writes small state files so that a crash at any moment leaves the old or the new
 * content, whole.
 *
 * <p>Stateless. Two writers of one file must be kept apart by a lock of the caller.
 */
public final class SmallFiles {
  private SmallFiles() {}

  /**
   * Replaces a file: writes a temporary file beside it, forces it, moves it over the old one
   * atomically and forces the directory.
   *
   * <p>The new file has the permissions that new files get, whatever the old one had, and takes the
   * place of a symbolic link, not of the file behind it. A crash may leave a temporary file named
   * {@code .gantry-*.tmp}, which anyone may delete.
   *
   * @param file the file; its directory must exist
   * @param content what it shall hold
   * @throws IOException if any step fails; the old content is then still there, or, where the
   *     failure was forcing the directory, the new content is there but may not outlive a crash
   */
  public static void writeAtomically(Path file, Bytes content) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null) {
      throw new IOException(file + " is not a file in a directory");
    }
    // Not Files.createTempFile: that makes files which only their owner may read.
    Path temporary = directory.resolve(".gantry-" + UUID.randomUUID() + ".tmp");
    try {
      try (FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
        ByteBuffer buffer = content.asByteBuffer();
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
    forceDirectory(directory);
  }

  /**
   * Reads a whole file of bounded size.
   *
   * @param file the file
   * @param maxBytes the largest size accepted, at most 1 GiB
   * @return its content
   * @throws java.nio.file.NoSuchFileException if there is none
   * @throws LimitExceededException if it is larger
   * @throws IOException if it cannot be read
   */
  public static Bytes read(Path file, int maxBytes) throws IOException {
    try (var in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(maxBytes);
      if (content.length == maxBytes && in.read() >= 0) {
        throw new LimitExceededException(
            "size of " + Text.clean(file.toString()) + " in bytes", maxBytes, maxBytes + 1L);
      }
      return Bytes.of(content);
    }
  }

  /**
   * Makes a directory and those above it that are missing, each durable before the next.
   *
   * @param directory the directory; nothing happens if it is there, also behind a link
   * @throws java.nio.file.FileAlreadyExistsException if there is something else at its place
   * @throws IOException if one cannot be made or forced
   */
  public static void createDirectories(Path directory) throws IOException {
    Path absolute = directory.toAbsolutePath();
    Path parent = absolute.getParent();
    if (parent == null || Files.isDirectory(absolute)) {
      return;
    }
    createDirectories(parent);
    try {
      Files.createDirectory(absolute);
    } catch (FileAlreadyExistsException there) {
      if (!Files.isDirectory(absolute)) {
        throw there;
      }
    }
    forceDirectory(parent);
  }

  /**
   * Makes the entries of a directory durable; does nothing where the platform has no such thing.
   *
   * @param directory an existing directory
   * @throws IOException if forcing fails
   */
  public static void forceDirectory(Path directory) throws IOException {
    if (System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows")) {
      return;
    }
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
