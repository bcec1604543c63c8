// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import dev.gantry.core.ExclusiveLock;
import dev.gantry.core.StateConflictException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** The lock that keeps two engines, in one process or in two, from changing one host. */
final class EngineLock implements Closeable {
  private final ExclusiveLock lock;

  private EngineLock(ExclusiveLock lock) {
    this.lock = lock;
  }

  /**
   * Takes the lock, without waiting.
   *
   * @throws StateConflictException {@code ENGINE_BUSY} if somebody has it
   */
  static EngineLock acquire(Path file, String operation) throws IOException {
    return new EngineLock(
        ExclusiveLock.tryAcquire(file)
            .orElseThrow(
                () ->
                    new StateConflictException(
                        "ENGINE_BUSY",
                        operation,
                        "another operation holds " + file,
                        "no operation in progress; try again when it has ended")));
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
