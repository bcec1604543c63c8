// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import dev.gantry.core.StateConflictException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The lock that keeps two engines, in one process or in two, from changing one host. */
final class EngineLock implements Closeable {
  private final FileChannel channel;

  private EngineLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock, without waiting.
   *
   * @throws StateConflictException {@code ENGINE_BUSY} if somebody has it
   */
  static EngineLock acquire(Path file, String operation) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    try {
      if (tryLock(channel) == null) {
        throw new StateConflictException(
            "ENGINE_BUSY",
            operation,
            "another operation holds " + file,
            "no operation in progress; try again when it has ended");
      }
      return new EngineLock(channel);
    } catch (IOException | RuntimeException e) {
      try (channel) {
        throw e;
      }
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /** Gives the lock back; it ends with its channel. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
