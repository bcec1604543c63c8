// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An open partial that other threads and processes keep their hands off.
 *
 * <p>The lock is on the file itself. That works since a name is never used twice: who gets the lock
 * of a file that still has its name has the file, and who finds the name gone came too late. Not
 * thread-safe.
 */
final class ClaimedFile implements Closeable {
  /**
   * The files open in this process. POSIX takes all locks on a file from a process that closes any
   * of its descriptors, so a partial in use must not even be opened a second time.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;
  private final boolean locked;

  private ClaimedFile(Path file, FileChannel channel, boolean locked) {
    this.file = file;
    this.channel = channel;
    this.locked = locked;
  }

  /**
   * Makes a file.
   *
   * @param file its name, in a directory whose path is real
   * @return the file, locked if the file system has locks and nobody was faster
   */
  static ClaimedFile create(Path file) throws IOException {
    HELD.add(file);
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              file,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.CREATE_NEW);
      return new ClaimedFile(file, channel, lock(channel, file));
    } finally {
      if (channel == null) {
        HELD.remove(file);
      }
    }
  }

  /**
   * Takes a file that is there.
   *
   * @param file a regular file in a directory whose path is real
   * @return the file, or empty if somebody has it or it is gone
   */
  static Optional<ClaimedFile> tryClaim(Path file) throws IOException {
    if (!HELD.add(file)) {
      return Optional.empty();
    }
    boolean claimed = false;
    try {
      // Opened for reading too, since opening a pipe for nothing but writing waits for a reader.
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
      try {
        claimed = lock(channel, file);
        return claimed ? Optional.of(new ClaimedFile(file, channel, true)) : Optional.empty();
      } finally {
        if (!claimed) {
          channel.close();
        }
      }
    } catch (NoSuchFileException gone) {
      return Optional.empty();
    } finally {
      if (!claimed) {
        HELD.remove(file);
      }
    }
  }

  private static boolean lock(FileChannel channel, Path file) {
    try {
      return channel.tryLock() != null && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException | OverlappingFileLockException noLocksHere) {
      return false;
    }
  }

  Path file() {
    return file;
  }

  FileChannel channel() {
    return channel;
  }

  boolean isLocked() {
    return locked;
  }

  /** Removes the file while it is still locked, and closes it. */
  void delete() throws IOException {
    try {
      Files.deleteIfExists(file);
    } finally {
      close();
    }
  }

  /** Leaves the file, under whatever name it has. */
  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      HELD.remove(file);
    }
  }
}
