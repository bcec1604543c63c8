// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.disk;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.StateConflictException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An exclusive lock on a disk, taken on the device or image file itself, until it is closed.
 *
 * <p>It keeps out other sessions of this process and of others, by whatever path they reach the
 * disk: the process knows its locks by device number or inode, and the kernel knows them by the
 * file. It is advisory: it works among those who take such a lock (POSIX, {@code fcntl}); QEMU does
 * for the images of its machines, so that a machine's disk cannot be locked while it runs.
 *
 * <p>POSIX takes the locks on a file from a process that closes any of its descriptors of that
 * file. Therefore the lock has the one channel through which its owner reads and writes ({@link
 * #device}); and {@link #lockTable} takes another lock for the moment of a change, so that changes
 * of the table exclude each other even if the first lock was lost so.
 *
 * <p>Thread-safe; any thread may close it.
 */
public final class DiskFileLock implements Closeable {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(20);

  /** All bytes but the last that a file may have, which is for {@link #lockTable}. */
  private static final long SESSION_BYTES = Long.MAX_VALUE - 1;

  private static final long TABLE_BYTE = Long.MAX_VALUE - 1;

  /** The disks that this process has locked or waits for at the file. Guarded by itself. */
  private static final Set<DiskIdentity> HELD = new HashSet<>();

  private final Path path;
  private final DiskIdentity identity;
  private final FileChannel channel;
  private final ReentrantLock table = new ReentrantLock(true);
  private final Duration timeout;
  private boolean open = true;

  private DiskFileLock(Path path, DiskIdentity identity, FileChannel channel, Duration timeout) {
    this.path = path;
    this.identity = identity;
    this.channel = channel;
    this.timeout = timeout;
  }

  /**
   * Takes the lock, and waits for it if somebody has it.
   *
   * @param disk a block device or image file that may be written; a symbolic link is followed
   * @param timeout the longest wait; zero or less for none
   * @return the lock
   * @throws StateConflictException {@code DISK_LOCKED} if somebody had it all the time
   * @throws InterruptedIOException if the thread is interrupted while it waits; it is interrupted
   *     still
   * @throws IOException if the disk cannot be opened or locked
   */
  public static DiskFileLock acquire(Path disk, Duration timeout) throws IOException {
    return tryAcquire(disk, timeout)
        .orElseThrow(
            () ->
                new StateConflictException(
                    "DISK_LOCKED",
                    "locking " + disk,
                    "somebody else has it locked",
                    "a disk that nobody else changes; try again when the other has ended"));
  }

  /**
   * Takes the lock, and waits for it if somebody has it; else as {@link #acquire}.
   *
   * @param disk a block device or image file that may be written
   * @param timeout the longest wait; zero or less for none
   * @return the lock, or empty if somebody had it all the time
   * @throws InterruptedIOException if the thread is interrupted while it waits
   * @throws IOException if the disk cannot be opened or locked
   */
  public static Optional<DiskFileLock> tryAcquire(Path disk, Duration timeout) throws IOException {
    DiskIdentity identity = DiskIdentity.of(disk);
    long start = System.nanoTime();
    long waitNanos = nanos(timeout);
    if (!enter(identity, waitNanos, disk)) {
      return Optional.empty();
    }
    boolean locked = false;
    try {
      Optional<DiskFileLock> lock = open(disk, identity, start, waitNanos, timeout);
      locked = lock.isPresent();
      return lock;
    } finally {
      if (!locked) {
        leave(identity);
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

  private static boolean enter(DiskIdentity identity, long waitNanos, Path disk)
      throws IOException {
    long start = System.nanoTime();
    synchronized (HELD) {
      while (!HELD.add(identity)) {
        long left = waitNanos - (System.nanoTime() - start);
        if (left <= 0) {
          return false;
        }
        try {
          TimeUnit.NANOSECONDS.timedWait(HELD, left);
        } catch (InterruptedException e) {
          throw interrupted(disk);
        }
      }
      return true;
    }
  }

  private static void leave(DiskIdentity identity) {
    synchronized (HELD) {
      HELD.remove(identity);
      HELD.notifyAll();
    }
  }

  private static Optional<DiskFileLock> open(
      Path disk, DiskIdentity identity, long start, long waitNanos, Duration timeout)
      throws IOException {
    if (!identity.isBlockDevice() && !Files.isRegularFile(disk)) {
      throw new IOException(disk + " is neither a block device nor a file");
    }
    FileChannel channel = FileChannel.open(disk, StandardOpenOption.READ, StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      locked = lock(channel, 0, SESSION_BYTES, start, waitNanos, disk).isPresent();
      return locked
          ? Optional.of(new DiskFileLock(disk, identity, channel, timeout))
          : Optional.empty();
    } finally {
      if (!locked) {
        channel.close();
      }
    }
  }

  private static Optional<FileLock> lock(
      FileChannel channel, long position, long size, long start, long waitNanos, Path disk)
      throws IOException {
    long pause = FIRST_PAUSE.toNanos();
    while (true) {
      try {
        FileLock lock = channel.tryLock(position, size, false);
        if (lock != null) {
          return Optional.of(lock);
        }
      } catch (OverlappingFileLockException other) {
        // Other code of this process has it, by another way than this class.
      }
      long left = waitNanos - (System.nanoTime() - start);
      if (left <= 0) {
        return Optional.empty();
      }
      try {
        TimeUnit.NANOSECONDS.sleep(Math.min(pause, left));
      } catch (InterruptedException e) {
        throw interrupted(disk);
      }
      pause = Math.min(2 * pause, LONGEST_PAUSE.toNanos());
    }
  }

  private static IOException interrupted(Path disk) {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted while waiting for the lock of " + disk);
  }

  /**
   * Returns the disk, read and written through the channel that has the lock.
   *
   * @param logicalBlockSizeBytes a power of two from 512 on
   * @return a device; closing it does nothing, it ends with the lock
   * @throws IOException if its size cannot be read
   */
  public BlockDevice device(int logicalBlockSizeBytes) throws IOException {
    return BlockDevices.of(channel, path.toString(), logicalBlockSizeBytes);
  }

  /**
   * Locks the partition table for the moment of a change: against other threads that share this
   * lock, and again against other processes. May be used as a {@link
   * dev.gantry.partition.slot.DiskLock}. It waits as long as {@link #acquire} would.
   *
   * @return what gives the lock back when closed
   * @throws StateConflictException {@code DISK_LOCKED} if somebody else has it
   * @throws IllegalStateException if this thread changes the table already, or this lock is closed
   * @throws IOException if the disk cannot be locked
   */
  public Closeable lockTable() throws IOException {
    if (table.isHeldByCurrentThread()) {
      throw new IllegalStateException("a change of the table of " + path + " within another");
    }
    table.lock();
    boolean locked = false;
    try {
      if (!channel.isOpen()) {
        throw new IllegalStateException("the lock of " + path + " is closed");
      }
      FileLock lock =
          lock(channel, TABLE_BYTE, 1, System.nanoTime(), nanos(timeout), path)
              .orElseThrow(
                  () ->
                      new StateConflictException(
                          "DISK_LOCKED",
                          "locking the partition table of " + path,
                          "somebody else is changing it",
                          "nobody else who does"));
      locked = true;
      return () -> unlockTable(lock);
    } finally {
      if (!locked) {
        table.unlock();
      }
    }
  }

  private void unlockTable(FileLock lock) throws IOException {
    if (table.isHeldByCurrentThread()) {
      try {
        if (channel.isOpen()) {
          lock.release();
        }
      } finally {
        table.unlock();
      }
    }
  }

  /** Gives the lock back; does nothing the second time. */
  @Override
  public void close() throws IOException {
    synchronized (this) {
      if (!open) {
        return;
      }
      open = false;
    }
    try {
      // The locks end with their channel.
      channel.close();
    } finally {
      leave(identity);
    }
  }
}
