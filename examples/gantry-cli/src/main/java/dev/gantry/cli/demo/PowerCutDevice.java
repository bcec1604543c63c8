// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.demo;

import dev.gantry.core.BlockDevice;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A disk whose power goes after some writes: those before reach it, the rest is lost. */
final class PowerCutDevice implements BlockDevice {
  private final BlockDevice disk;
  private int writesLeft;

  PowerCutDevice(BlockDevice disk, int writesBeforeCut) {
    this.disk = disk;
    this.writesLeft = writesBeforeCut;
  }

  @Override
  public long sizeBytes() {
    return disk.sizeBytes();
  }

  @Override
  public int logicalBlockSizeBytes() {
    return disk.logicalBlockSizeBytes();
  }

  @Override
  public void readFully(long offsetBytes, ByteBuffer target) throws IOException {
    disk.readFully(offsetBytes, target);
  }

  @Override
  public void writeFully(long offsetBytes, ByteBuffer source) throws IOException {
    if (writesLeft == 0) {
      throw new PowerCutException();
    }
    writesLeft--;
    disk.writeFully(offsetBytes, source);
  }

  @Override
  public void flush() throws IOException {
    disk.flush();
  }

  @Override
  public String description() {
    return disk.description();
  }

  @Override
  public void close() throws IOException {
    disk.close();
  }

  /** The power is gone. */
  static final class PowerCutException extends IOException {
    private static final long serialVersionUID = 1L;

    PowerCutException() {
      super("the power is gone");
    }
  }
}
