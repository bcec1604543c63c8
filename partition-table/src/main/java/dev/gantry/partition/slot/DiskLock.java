// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.slot;

import java.io.Closeable;
import java.io.IOException;

/**
 * Keeps everybody else from changing the partition table of a disk, within this process and in
 * others; usually a lock file.
 *
 * <p>This is an SPI. {@link #acquire()} may wait.
 */
@FunctionalInterface
public interface DiskLock {
  /**
   * Takes the lock.
   *
   * @return what gives the lock back when closed
   * @throws IOException if the lock cannot be had
   */
  Closeable acquire() throws IOException;
}
