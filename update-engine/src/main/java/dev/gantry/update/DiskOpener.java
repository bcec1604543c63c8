// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Opens the disk for one call; what it opens is closed after the call. */
interface DiskOpener {
  BlockDevice open() throws IOException;

  BlockSource openReadOnly() throws IOException;

  static DiskOpener path(Path path) {
    return new DiskOpener() {
      @Override
      public BlockDevice open() throws IOException {
        return BlockDevices.open(path);
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
      public BlockDevice open() {
        return new Borrowed(device);
      }

      @Override
      public BlockSource openReadOnly() {
        return BlockDevices.readOnly(device);
      }
    };
  }

  /** A device that belongs to somebody else. */
  record Borrowed(BlockDevice device) implements BlockDevice {
    @Override
    public long sizeBytes() {
      return device.sizeBytes();
    }

    @Override
    public int logicalBlockSizeBytes() {
      return device.logicalBlockSizeBytes();
    }

    @Override
    public void readFully(long offsetBytes, ByteBuffer target) throws IOException {
      device.readFully(offsetBytes, target);
    }

    @Override
    public void writeFully(long offsetBytes, ByteBuffer source) throws IOException {
      device.writeFully(offsetBytes, source);
    }

    @Override
    public void flush() throws IOException {
      device.flush();
    }

    @Override
    public String description() {
      return device.description();
    }

    /** Does nothing: the owner closes it. */
    @Override
    public void close() {}
  }
}
