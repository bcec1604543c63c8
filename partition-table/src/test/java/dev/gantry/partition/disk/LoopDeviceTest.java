// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.StateConflictException;
import dev.gantry.partition.GptPartition;
import dev.gantry.partition.GptReader;
import dev.gantry.partition.GptTable;
import dev.gantry.partition.layout.DiskLayout;
import dev.gantry.partition.layout.KnownTypes;
import dev.gantry.partition.layout.PartitionSpec;
import dev.gantry.testkit.ExternalTool;
import dev.gantry.testkit.ToolResult;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A session on a real block device. It needs root and loop devices, which few machines of a CI
 * have: where the device cannot be made the test is skipped, and says why, even under CI; where it
 * can, everything after that must work.
 */
class LoopDeviceTest {
  private static final long MIB = 1L << 20;

  @TempDir Path directory;

  /** A loop device, and what is mounted of it. */
  private record Loop(Path losetup, Path image, Path device, List<Path> mounts)
      implements Closeable {
    static Loop attach(Path directory, int sectorSize) throws IOException {
      Path losetup;
      try {
        losetup = ExternalTool.require("losetup");
      } catch (AssertionError e) {
        return Assumptions.abort("no loop devices: " + e.getMessage());
      }
      Path image = directory.resolve("disk.img");
      BlockDevices.create(image, 32 * MIB, 512).close();
      ToolResult made =
          ExternalTool.run(
              losetup,
              "--find",
              "--show",
              "--sector-size",
              Integer.toString(sectorSize),
              image.toString());
      Assumptions.assumeTrue(made.exitCode() == 0, () -> "no loop devices: " + made.stderr());
      return new Loop(losetup, image, Path.of(made.stdout().strip()), new ArrayList<>());
    }

    void mount(int number, Path point) throws IOException {
      String partition = device + "p" + number;
      ToolResult made =
          ExternalTool.run(
              ExternalTool.require("mkfs.ext4"), "-q", "-O", "^has_journal", partition);
      assertEquals(0, made.exitCode(), made::stderr);
      Files.createDirectory(point);
      ToolResult mounted =
          ExternalTool.run(ExternalTool.require("mount"), partition, point.toString());
      assertEquals(0, mounted.exitCode(), mounted::stderr);
      mounts.add(point);
    }

    /** Where the kernel has a partition, in bytes. */
    List<Long> inKernel(int number) throws IOException {
      Path node = Path.of("/sys/class/block", device.getFileName() + "p" + number);
      if (!Files.exists(node)) {
        return List.of();
      }
      long first = Long.parseLong(Files.readString(node.resolve("start")).strip());
      long size = Long.parseLong(Files.readString(node.resolve("size")).strip());
      return List.of(first * 512, size * 512);
    }

    PartitionedDisk.Builder session(int sectorSize) {
      return PartitionedDisk.builder(device)
          .sectorSizeBytes(sectorSize)
          .notifier(CommandTableNotifier.partx());
    }

    @Override
    public void close() throws IOException {
      for (Path point : mounts) {
        ExternalTool.run(ExternalTool.require("umount"), point.toString());
      }
      ExternalTool.run(ExternalTool.require("partx"), "-d", device.toString());
      assertEquals(0, ExternalTool.run(losetup, "-d", device.toString()).exitCode());
    }
  }

  private static GptTable table(int sectorSize) throws IOException {
    DiskLayout.Builder layout = DiskLayout.builder();
    for (String name : List.of("first", "second", "third")) {
      layout.add(
          PartitionSpec.rest(name, KnownTypes.find("linux-generic").orElseThrow(), 4 * MIB)
              .build());
    }
    return layout.build().plan(sectorSize, 32 * MIB).table(new Random(sectorSize));
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 4096})
  void changesARealDevice(int sectorSize) throws IOException {
    try (Loop loop = Loop.attach(directory, sectorSize)) {
      ExternalTool.require("partx");
      GptTable table = table(sectorSize);
      create(loop, table, sectorSize);
      loop.mount(2, directory.resolve("mount point"));
      changeInUse(loop, sectorSize);
      try (BlockDevice reopened = BlockDevices.open(loop.device())) {
        assertEquals(2, GptReader.read(reopened).table().partitions().size());
      }
    }
  }

  private static void create(Loop loop, GptTable table, int sectorSize) throws IOException {
    try (PartitionedDisk disk = loop.session(sectorSize).open()) {
      assertEquals(32 * MIB, disk.device().sizeBytes());
      assertEquals(List.of(), disk.uses());
      assertEquals(OptionalInt.of(sectorSize), disk.kernelSectorSizeBytes());
      TableEditResult created = disk.create(table);
      assertEquals(KernelNotice.Status.TOLD, created.kernel().status(), created.kernel()::detail);
    }
    for (GptPartition partition : table.partitions()) {
      assertEquals(
          List.of(partition.offsetBytes(sectorSize), partition.sizeBytes(sectorSize)),
          loop.inKernel(partition.number()));
    }
    ToolResult verify =
        ExternalTool.run(ExternalTool.require("sgdisk"), "-v", loop.device().toString());
    assertTrue(verify.stdout().contains("No problems found"), verify::stdout);
  }

  private static void changeInUse(Loop loop, int sectorSize) throws IOException {
    try (PartitionedDisk disk = loop.session(sectorSize).open()) {
      List<DiskUse> uses = disk.uses();
      assertEquals(1, uses.size());
      assertEquals(DiskUse.Kind.MOUNT, uses.get(0).kind());
      assertEquals(2, uses.get(0).partition());
      refused("DISK_IN_USE", disk, without(3));
      // Attribute bits are what an update switches slots with, on the disk that runs.
      TableEditResult bits =
          disk.edit(t -> t.withPartition(t.partitions().get(1).withAttributes(1L << 48)));
      assertEquals(KernelNotice.Status.NOT_NEEDED, bits.kernel().status());
      KernelNotice whole =
          CommandTableNotifier.blockdev()
              .tableChanged(
                  loop.device(),
                  new TableChange(TableChange.Kind.PARTITIONS, List.of(), List.of()));
      assertTrue(
          whole.status() == KernelNotice.Status.BUSY
              || whole.status() == KernelNotice.Status.FAILED,
          whole::toString);
    }
    try (PartitionedDisk disk = loop.session(sectorSize).allowChangesBesideMounted().open()) {
      refused("PARTITION_IN_USE", disk, without(2));
      TableEditResult removed = disk.edit(without(3));
      assertEquals(KernelNotice.Status.TOLD, removed.kernel().status(), removed.kernel()::detail);
      assertEquals(List.of(), loop.inKernel(3));
      assertFalse(loop.inKernel(2).isEmpty());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 4096})
  void oneDiskHasOneLockWhateverItsName(int sectorSize) throws IOException {
    try (Loop loop = Loop.attach(directory, sectorSize)) {
      Path link = Files.createSymbolicLink(directory.resolve("disk"), loop.device());
      try (PartitionedDisk disk = loop.session(sectorSize).open()) {
        assertEquals(32 * MIB, disk.device().sizeBytes());
        assertTrue(DiskFileLock.tryAcquire(link, Duration.ZERO).isEmpty());
        // The file behind the device is in use as long as the device shows it.
        assertTrue(
            DiskUse.of(loop.image()).stream().anyMatch(use -> use.kind() == DiskUse.Kind.LOOP));
      }
      try (PartitionedDisk file = PartitionedDisk.open(loop.image())) {
        GptTable table = table(sectorSize);
        StateConflictException inUse =
            assertThrows(StateConflictException.class, () -> file.create(table));
        assertEquals("DISK_IN_USE", inUse.code());
      }
    }
  }

  private static TableEdit without(int number) {
    return table -> table.toBuilder().remove(number).build();
  }

  private static void refused(String code, PartitionedDisk disk, TableEdit edit) {
    StateConflictException refused =
        assertThrows(StateConflictException.class, () -> disk.edit(edit));
    assertEquals(code, refused.code());
  }
}
