// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.demo;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Both copies of a disk's partition table, to put back between experiments. */
final class TableGuard {
  private static final int COPY_BYTES = 34 * 512;

  private final byte[] head = new byte[COPY_BYTES];
  private final byte[] tail = new byte[COPY_BYTES];
  private final Path disk;

  TableGuard(Path disk) throws IOException {
    this.disk = disk;
    try (BlockDevice device = BlockDevices.open(disk)) {
      device.readFully(0, ByteBuffer.wrap(head));
      device.readFully(device.sizeBytes() - COPY_BYTES, ByteBuffer.wrap(tail));
    }
  }

  void restore() throws IOException {
    try (BlockDevice device = BlockDevices.open(disk)) {
      device.writeFully(0, ByteBuffer.wrap(head));
      device.writeFully(device.sizeBytes() - COPY_BYTES, ByteBuffer.wrap(tail));
      device.flush();
    }
  }
}
