// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.core;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A lock on a file that keeps out other threads, in this process and in others, until it is closed.
 *
 * <p>It is advisory: it works among those who take it. The lock file is made if there is none, is
 * never written to, and stays. A process that ends, in whatever way, gives its locks back.
 *
 * <p>Thread-safe; any thread may close it.
 */
public final class ExclusiveLock implements Closeable {
  /**
   * The files locked by this process. POSIX takes all locks on a file from a process that closes
   * any of its descriptors, so a file that is locked must not even be opened a second time.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path key;
  private final FileChannel channel;
  private final AtomicBoolean open = new AtomicBoolean(true);

  private ExclusiveLock(Path key, FileChannel channel) {
    this.key = key;
    this.channel = channel;
  }

  /**
   * Takes a lock, without waiting.
   *
   * @param file the lock file; its directory must exist, and no other code of this process may open
   *     the file
   * @return the lock, or empty if somebody has it
   * @throws StateConflictException {@code LOCK_FILE} if what has the name of the lock file is not a
   *     regular file, for example a symbolic link or a pipe
   * @throws IOException if the file cannot be made or locked
   */
  public static Optional<ExclusiveLock> tryAcquire(Path file) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path directory = absolute.getParent();
    Path name = absolute.getFileName();
    if (directory == null || name == null) {
      throw new IOException(file + " is not a file in a directory");
    }
    Path key = directory.toRealPath().resolve(name);
    if (!HELD.add(key)) {
      return Optional.empty();
    }
    boolean locked = false;
    try {
      requireRegularOrAbsent(key);
      // Opened for reading too, since opening a pipe for nothing but writing waits for a reader.
      FileChannel channel =
          FileChannel.open(
              key,
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              LinkOption.NOFOLLOW_LINKS);
      try {
        locked = channel.tryLock() != null;
        return locked ? Optional.of(new ExclusiveLock(key, channel)) : Optional.empty();
      } catch (OverlappingFileLockException otherName) {
        return Optional.empty();
      } finally {
        if (!locked) {
          channel.close();
        }
      }
    } finally {
      if (!locked) {
        HELD.remove(key);
      }
    }
  }

  private static void requireRegularOrAbsent(Path file) throws IOException {
    BasicFileAttributes found;
    try {
      found = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException absent) {
      return;
    }
    if (!found.isRegularFile()) {
      throw new StateConflictException(
          "LOCK_FILE",
          "locking",
          file + " is a link, a directory or a special file",
          "a regular file or none; find out who put it there, and remove it");
    }
  }

  /** Gives the lock back; does nothing the second time. */
  @Override
  public void close() throws IOException {
    if (open.compareAndSet(true, false)) {
      try {
        // The lock ends with its channel.
        channel.close();
      } finally {
        HELD.remove(key);
      }
    }
  }
}
