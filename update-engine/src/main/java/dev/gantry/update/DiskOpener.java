// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.core.StateConflictException;
import dev.gantry.partition.disk.DiskFileLock;
import dev.gantry.partition.slot.DiskLock;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Opens the disk for one call; what it opens is closed after the call. */
interface DiskOpener {
  /**
   * Opens the disk to change it.
   *
   * @throws StateConflictException {@code ENGINE_BUSY} if somebody else has the disk locked
   */
  Opened open(String operation) throws IOException;

  BlockSource openReadOnly() throws IOException;

  static DiskOpener path(Path path) {
    return new DiskOpener() {
      @Override
      public Opened open(String operation) throws IOException {
        DiskFileLock lock =
            DiskFileLock.tryAcquire(path, Duration.ZERO)
                .orElseThrow(
                    () ->
                        new StateConflictException(
                            "ENGINE_BUSY",
                            operation,
                            "another program, or an engine with another state directory, holds "
                                + path,
                            "a disk that nobody else changes; try again when it has ended"));
        try {
          BlockDevice device = lock.device(BlockDevice.DEFAULT_LOGICAL_BLOCK_SIZE_BYTES);
          return new Opened(device, lock::lockTable, lock);
        } catch (IOException e) {
          try (lock) {
            throw e;
          }
        }
      }

      @Override
      public BlockSource openReadOnly() throws IOException {
        return BlockDevices.openSource(path);
      }
    };
  }

  /** Hands out a device of the caller, which stays open. */
  static DiskOpener device(BlockDevice device) {
    return new DiskOpener() {
      @Override
      public Opened open(String operation) {
        return new Opened(device, () -> () -> {}, () -> {});
      }

      @Override
      public BlockSource openReadOnly() {
        return BlockDevices.readOnly(device);
      }
    };
  }

  /**
   * A disk for one call.
   *
   * @param device the disk
   * @param tableLock held while the table is changed
   * @param owner closed with it; does nothing if the device belongs to somebody else
   */
  record Opened(BlockDevice device, DiskLock tableLock, Closeable owner) implements Closeable {
    @Override
    public void close() throws IOException {
      owner.close();
    }
  }
}
