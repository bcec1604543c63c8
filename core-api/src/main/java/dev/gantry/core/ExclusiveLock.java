// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.core;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
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
  private static final Duration FIRST_PAUSE = Duration.ofMillis(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(20);

  /**
   * The turns at the files that this process locks or wants to lock. POSIX takes all locks on a
   * file from a process that closes any of its descriptors, so a file that is locked must not even
   * be opened a second time: whoever waits in this process waits for its turn, not at the file.
   */
  private static final Map<Path, Turn> TURNS = new ConcurrentHashMap<>();

  /** Who may open a file; first come, first served. Not thread-safe but for the permit. */
  private static final class Turn {
    private final Semaphore permit = new Semaphore(1, true);
    private int users;
  }

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
    return acquire(file, Duration.ZERO);
  }

  /**
   * Takes a lock, and waits for it if somebody has it.
   *
   * <p>Threads of this process have it in the order in which they asked. Among processes there is
   * no order: one that waits tries again after pauses of at most 20 milliseconds.
   *
   * @param file the lock file, as for {@link #tryAcquire}
   * @param timeout the longest wait; zero or less for none
   * @return the lock, or empty if somebody had it all the time
   * @throws StateConflictException {@code LOCK_FILE} if what has the name of the lock file is not a
   *     regular file, for example a symbolic link or a pipe
   * @throws java.io.InterruptedIOException if the thread is interrupted while it waits; it is
   *     interrupted still
   * @throws IOException if the file cannot be made or locked
   */
  public static Optional<ExclusiveLock> acquire(Path file, Duration timeout) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path directory = absolute.getParent();
    Path name = absolute.getFileName();
    if (directory == null || name == null) {
      throw new IOException(file + " is not a file in a directory");
    }
    Path key = directory.toRealPath().resolve(name);
    long start = System.nanoTime();
    long waitNanos = nanos(timeout);
    Turn turn = enter(key);
    boolean locked = false;
    boolean permitted = false;
    try {
      permitted = await(turn, waitNanos, file);
      if (permitted) {
        Optional<ExclusiveLock> lock = open(key, start, waitNanos);
        locked = lock.isPresent();
        return lock;
      }
      return Optional.empty();
    } finally {
      if (!locked) {
        leave(key, permitted);
      }
    }
  }

  private static long nanos(Duration timeout) {
    try {
      return Math.max(0, timeout.toNanos());
    } catch (ArithmeticException forCenturies) {
      return timeout.isNegative() ? 0 : Long.MAX_VALUE;
    }
  }

  private static Turn enter(Path key) {
    return TURNS.compute(
        key,
        (path, found) -> {
          Turn turn = found == null ? new Turn() : found;
          turn.users++;
          return turn;
        });
  }

  private static void leave(Path key, boolean permitted) {
    TURNS.computeIfPresent(
        key,
        (path, turn) -> {
          if (permitted) {
            turn.permit.release();
          }
          return --turn.users == 0 ? null : turn;
        });
  }

  private static boolean await(Turn turn, long waitNanos, Path file) throws IOException {
    try {
      return waitNanos == 0
          ? turn.permit.tryAcquire()
          : turn.permit.tryAcquire(waitNanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      throw interrupted(file);
    }
  }

  /** Has the turn: nobody else in this process opens the file. */
  private static Optional<ExclusiveLock> open(Path key, long start, long waitNanos)
      throws IOException {
    requireRegularOrAbsent(key);
    // Opened for reading too, since opening a pipe for nothing but writing waits for a reader.
    FileChannel channel =
        FileChannel.open(
            key,
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);
    boolean locked = false;
    try {
      long pause = FIRST_PAUSE.toNanos();
      locked = tryLock(channel);
      while (!locked) {
        long left = waitNanos - (System.nanoTime() - start);
        if (left <= 0) {
          return Optional.empty();
        }
        pause(Math.min(pause, left), key);
        pause = Math.min(2 * pause, LONGEST_PAUSE.toNanos());
        locked = tryLock(channel);
      }
      return Optional.of(new ExclusiveLock(key, channel));
    } finally {
      if (!locked) {
        channel.close();
      }
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException otherName) {
      return false;
    }
  }

  private static void pause(long nanos, Path file) throws IOException {
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
    } catch (InterruptedException e) {
      throw interrupted(file);
    }
  }

  private static IOException interrupted(Path file) {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted while waiting for the lock " + file);
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
        leave(key, true);
      }
    }
  }
}
