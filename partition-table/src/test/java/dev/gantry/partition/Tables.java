// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.partition.layout.PartitionRole;
import dev.gantry.partition.layout.SlotLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;

/** Small disks for tests. */
public final class Tables {
  private static final long MIB = 1L << 20;

  private Tables() {}

  /** A disk of 12 MiB with two slots. */
  public static SlotLayout layout(int sectorSizeBytes) {
    return SlotLayout.builder()
        .sectorSizeBytes(sectorSizeBytes)
        .size(PartitionRole.BIOS, MIB)
        .slotSizes(MIB, MIB, MIB)
        .size(PartitionRole.PRIVATE, MIB)
        .size(PartitionRole.DATA_A, 2 * MIB)
        .build();
  }

  public static GptTable table(int sectorSizeBytes) {
    return layout(sectorSizeBytes).table(new Random(sectorSizeBytes));
  }

  /** A disk in memory that holds a table. */
  public static BlockDevice disk(GptTable table) throws IOException {
    BlockDevice disk = blank(table);
    GptCommitter.create(disk, table);
    return disk;
  }

  public static BlockDevice blank(GptTable table) {
    int size = (int) (table.sectorCount() * table.sectorSizeBytes());
    return BlockDevices.inMemory(new byte[size], table.sectorSizeBytes());
  }

  public static byte[] bytes(BlockDevice disk, long offsetBytes, int length) throws IOException {
    byte[] content = new byte[length];
    disk.readFully(offsetBytes, ByteBuffer.wrap(content));
    return content;
  }

  public static void put(BlockDevice disk, long offsetBytes, byte... content) throws IOException {
    disk.writeFully(offsetBytes, ByteBuffer.wrap(content));
  }

  /** Turns over one bit. */
  public static void damage(BlockDevice disk, long offsetBytes) throws IOException {
    byte[] content = bytes(disk, offsetBytes, 1);
    content[0] ^= 0x10;
    put(disk, offsetBytes, content);
  }
}
