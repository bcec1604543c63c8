// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Bytes;
import dev.gantry.core.SmallFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/** Writes files that only their owner may read, whole or not at all. */
final class KeyFiles {
  private KeyFiles() {}

  static void write(Path file, Bytes content, KeyFileMode mode) throws IOException {
    Path target = file.toAbsolutePath();
    Path directory = target.getParent();
    if (directory == null) {
      throw new IOException(file + " is not a file in a directory");
    }
    if (mode == KeyFileMode.CREATE_NEW && Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    Path temporary = directory.resolve(".gantry-" + UUID.randomUUID() + ".tmp");
    try {
      create(temporary, content);
      if (mode == KeyFileMode.REPLACE) {
        Files.move(
            temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } else {
        createFrom(temporary, target, content);
      }
    } finally {
      Files.deleteIfExists(temporary);
    }
    SmallFiles.forceDirectory(directory);
  }

  private static void createFrom(Path temporary, Path target, Bytes content) throws IOException {
    try {
      // Unlike a move, a link never replaces what somebody created meanwhile.
      Files.createLink(target, temporary);
    } catch (FileAlreadyExistsException there) {
      throw there;
    } catch (UnsupportedOperationException | FileSystemException noHardLinks) {
      createInPlace(target, content);
    }
  }

  /** Creates a file where there are no hard links; a crash may leave a part of it. */
  static void createInPlace(Path target, Bytes content) throws IOException {
    boolean whole = false;
    try {
      create(target, content);
      whole = true;
    } catch (FileAlreadyExistsException there) {
      whole = true;
      throw there;
    } finally {
      if (!whole) {
        Files.deleteIfExists(target);
      }
    }
  }

  private static void create(Path file, Bytes content) throws IOException {
    // The permissions come with the creation: the key is at no time open to others.
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
            ownerOnly(file))) {
      ByteBuffer buffer = content.asByteBuffer();
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path file) {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
