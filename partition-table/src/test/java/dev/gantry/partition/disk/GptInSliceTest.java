// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.partition.GptCommitter;
import dev.gantry.partition.GptPartition;
import dev.gantry.partition.GptReader;
import dev.gantry.partition.GptTable;
import dev.gantry.partition.Tables;
import dev.gantry.partition.layout.DiskLayout;
import dev.gantry.partition.layout.KnownTypes;
import dev.gantry.partition.layout.PartitionSpec;
import dev.gantry.partition.slot.SlotDisk;
import dev.gantry.partition.slot.SlotId;
import dev.gantry.partition.slot.SlotOperation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables elsewhere than on a whole, small, writable disk. */
class GptInSliceTest {
  @TempDir Path directory;

  /** A disk image in a partition of another disk, as a machine's host has it. */
  @ParameterizedTest
  @ValueSource(ints = {512, 4096})
  void aTableInAPartition(int sectorSize) throws IOException {
    GptTable inner = Tables.table(sectorSize);
    long innerBytes = inner.sectorCount() * sectorSize;
    DiskLayout layout =
        DiskLayout.builder()
            .add(
                PartitionSpec.fixed("guest", KnownTypes.find("8300").orElseThrow(), innerBytes)
                    .build())
            .build();
    GptTable outer = layout.plan(sectorSize, innerBytes + (3L << 20)).table(new Random(sectorSize));
    BlockDevice disk = Tables.disk(outer);
    GptPartition guest = outer.partition(1).orElseThrow();
    BlockDevice window = disk.slice(guest.offsetBytes(sectorSize), guest.sizeBytes(sectorSize));
    GptCommitter.create(window, inner);
    SlotDisk slots = SlotDisk.of(window);
    slots.apply(SlotOperation.MARK_INACTIVE_VALID, SlotId.A);
    slots.apply(SlotOperation.UPGRADE_TO_INACTIVE, SlotId.A);
    assertEquals(SlotId.B, slots.read().nextBoot().orElseThrow());
    assertEquals(outer, GptReader.read(disk).table());
    BlockSource source = BlockDevices.readOnly(disk);
    GptTable found =
        GptReader.read(source.slice(guest.offsetBytes(sectorSize), guest.sizeBytes(sectorSize)))
            .table();
    assertEquals(slots.read().table(), found);
  }

  /** 8 TiB that take a few blocks. */
  @ParameterizedTest
  @ValueSource(ints = {512, 4096})
  void aTableOnALargeSparseFile(int sectorSize) throws IOException {
    long size = 8L << 40;
    Path image = directory.resolve("sparse.img");
    BlockDevices.create(image, size, sectorSize).close();
    GptTable table =
        DiskLayout.builder()
            .add(PartitionSpec.rest("all", KnownTypes.find("8300").orElseThrow(), 1 << 20).build())
            .build()
            .plan(sectorSize, size)
            .table(new Random(sectorSize));
    try (PartitionedDisk disk = PartitionedDisk.builder(image).sectorSizeBytes(sectorSize).open()) {
      disk.create(table);
      disk.edit(t -> t.withPartition(t.partitions().get(0).withAttributes(1)));
    }
    Object blocks = Files.getAttribute(image, "unix:size");
    assertEquals(size, blocks);
    try (BlockSource source = BlockDevices.openSource(image)) {
      assertEquals(1, GptReader.read(source).table().partitions().get(0).attributes());
    }
  }

  /** A file that nobody may write can be read, and is refused as a session before any change. */
  @ParameterizedTest
  @ValueSource(ints = {512, 4096})
  void aReadOnlySource(int sectorSize) throws IOException {
    GptTable table = Tables.table(sectorSize);
    BlockSource source = BlockDevices.readOnly(Tables.disk(table));
    assertEquals(table, GptReader.read(source).table());
    Path image = directory.resolve("read-only.img");
    Files.write(image, new byte[8192]);
    Files.setPosixFilePermissions(image, PosixFilePermissions.fromString("r--r--r--"));
    if (!Files.isWritable(image)) {
      assertThrows(IOException.class, () -> PartitionedDisk.open(image));
    }
    try (BlockSource file = BlockDevices.openSource(image)) {
      assertTrue(file.sizeBytes() > 0);
    }
  }
}
