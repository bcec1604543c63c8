// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.StateConflictException;
import dev.gantry.partition.GptCommitter;
import dev.gantry.partition.GptDump;
import dev.gantry.partition.GptReader;
import dev.gantry.partition.GptRepairPlan;
import dev.gantry.partition.GptTable;
import dev.gantry.partition.Tables;
import dev.gantry.partition.slot.SlotDisk;
import dev.gantry.partition.slot.SlotId;
import dev.gantry.partition.slot.SlotOperation;
import dev.gantry.partition.slot.SlotScheme;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartitionedDiskTest {
  private static final GptTable TABLE = Tables.table(512);

  @TempDir Path directory;
  private Path image;
  private SystemTree system;

  @BeforeEach
  void createDisk() throws IOException {
    image = directory.resolve("disk.img");
    system = new SystemTree(directory.resolve("root"));
    BlockDevices.create(image, TABLE.sectorCount() * 512, 512).close();
  }

  private PartitionedDisk open() throws IOException {
    return PartitionedDisk.builder(image).systemRoot(system.root).open();
  }

  private GptTable read() throws IOException {
    try (var source = BlockDevices.openSource(image)) {
      return GptReader.read(source).table();
    }
  }

  private static GptTable withoutLast(GptTable table) {
    return table.toBuilder().remove(table.partitions().size()).build();
  }

  @Test
  void restoresDumps() throws IOException {
    GptDump dump = GptDump.of(TABLE);
    GptDump other = GptDump.of(withoutLast(TABLE));
    try (PartitionedDisk disk = open()) {
      assertEquals(TABLE, disk.restore(dump).table());
      StateConflictException refused =
          assertThrows(StateConflictException.class, () -> disk.restore(other));
      assertEquals("DISK_HAS_GPT", refused.code());
      assertEquals(TABLE, read());
      TableEditResult replaced = disk.unsafeRestore(other);
      assertEquals(List.of(TABLE.partitions().size()), replaced.change().removed());
      assertEquals(withoutLast(TABLE), read());
    }
    system.loop("loop0", "7:0", image);
    try (PartitionedDisk disk = open()) {
      StateConflictException refused =
          assertThrows(StateConflictException.class, () -> disk.unsafeRestore(dump));
      assertEquals("DISK_IN_USE", refused.code());
    }
  }

  @Test
  void repairsAsPlannedOrNotAtAll() throws IOException {
    try (PartitionedDisk disk = open()) {
      disk.create(TABLE);
      Tables.damage(disk.device(), 520);
      GptRepairPlan plan = GptRepairPlan.of(disk.device());
      assertFalse(disk.repair(plan).needsRepair());
      StateConflictException refused =
          assertThrows(StateConflictException.class, () -> disk.repair(plan));
      assertEquals("TABLE_CHANGED", refused.code());
    }
  }

  @Test
  void knowsSectorSizesOfDevicesOnly() throws IOException {
    try (PartitionedDisk disk = open()) {
      assertEquals(OptionalInt.empty(), disk.kernelSectorSizeBytes());
    }
    DiskIdentity device = new DiskIdentity(true, "8:0");
    assertEquals(OptionalInt.empty(), DiskUsers.sectorSizeBytes(device, system.root));
    Path file = system.root.resolve("sys/devices/sda/queue/logical_block_size");
    SystemTree.write(file, "4096\n");
    assertEquals(OptionalInt.of(4096), DiskUsers.sectorSizeBytes(device, system.root));
    SystemTree.write(file, "many\n");
    assertThrows(IOException.class, () -> DiskUsers.sectorSizeBytes(device, system.root));
  }

  @Test
  void createsEditsAndRepairs() throws IOException {
    try (PartitionedDisk disk = open()) {
      assertThrows(MalformedDataException.class, disk::read);
      TableEditResult created = disk.create(TABLE);
      assertEquals(TABLE, created.table());
      assertEquals(KernelNotice.Status.NOT_NEEDED, created.kernel().status());
      assertThrows(StateConflictException.class, () -> disk.create(TABLE));
      TableEditResult edited = disk.edit(PartitionedDiskTest::withoutLast);
      assertEquals(
          new TableChange(
              TableChange.Kind.PARTITIONS,
              List.of(TABLE.partitions().size()),
              List.of(TABLE.partitions().size())),
          edited.change());
      assertEquals(edited.table(), read());
      assertEquals(TableChange.Kind.NONE, disk.edit(table -> table).change().kind());
      Tables.damage(disk.device(), 512);
      assertTrue(disk.read().needsRepair());
      assertFalse(disk.repair().needsRepair());
      assertEquals(TABLE, disk.unsafeReplace(TABLE).table());
    }
    assertEquals(TABLE, read());
  }

  @Test
  void editsWhatIsOnTheDiskNow() throws IOException {
    try (PartitionedDisk disk = open()) {
      disk.create(TABLE);
      GptTable other = TABLE.withPartition(TABLE.partitions().get(0).withAttributes(4));
      try (BlockDevice outside = BlockDevices.open(image)) {
        GptCommitter.commit(outside, TABLE, other);
      }
      GptTable[] seen = new GptTable[1];
      disk.edit(
          current -> {
            seen[0] = current;
            return withoutLast(current);
          });
      assertEquals(other, seen[0]);
      assertEquals(withoutLast(other), read());
      // Somebody without the lock changes it between the read and the commit.
      StateConflictException changed =
          assertThrows(
              StateConflictException.class,
              () ->
                  disk.edit(
                      current -> {
                        GptCommitter.commit(disk.device(), current, withoutLast(current));
                        return current.withPartition(current.partitions().get(0).withAttributes(0));
                      }));
      assertEquals("TABLE_CHANGED", changed.code());
      assertThrows(
          IllegalStateException.class,
          () -> disk.edit(current -> disk.edit(table -> table).table()));
    }
  }

  @Test
  void keepsASecondSessionOut() throws IOException {
    try (PartitionedDisk first = open()) {
      first.create(TABLE);
      StateConflictException locked =
          assertThrows(StateConflictException.class, () -> PartitionedDisk.open(image));
      assertEquals("DISK_LOCKED", locked.code());
      assertThrows(
          StateConflictException.class,
          () -> PartitionedDisk.builder(image).lockTimeout(Duration.ofMillis(5)).open());
    }
    try (PartitionedDisk second = open()) {
      assertEquals(TABLE, second.read().table());
    }
  }

  @Test
  void slotsSwitchOnADiskInUse() throws IOException {
    try (PartitionedDisk disk = open()) {
      disk.create(TABLE);
    }
    system.loop("loop0", "7:0", image);
    system.mounts("36 35 7:0 / /mnt rw - ext4 /dev/loop0 rw");
    try (PartitionedDisk disk = open()) {
      assertEquals(2, disk.uses().size());
      SlotDisk slots = disk.slots(SlotScheme.BOTTLEROCKET);
      slots.apply(SlotOperation.MARK_INACTIVE_VALID, SlotId.A);
      slots.apply(SlotOperation.UPGRADE_TO_INACTIVE, SlotId.A);
      assertEquals(Optional.of(SlotId.B), slots.read().nextBoot());
      TableEditResult bits =
          disk.edit(table -> table.withPartition(table.partitions().get(0).withAttributes(-1)));
      assertEquals(
          new TableChange(TableChange.Kind.ATTRIBUTES, List.of(), List.of()), bits.change());
      GptTable before = disk.read().table();
      for (TableEdit edit :
          List.<TableEdit>of(
              PartitionedDiskTest::withoutLast,
              table -> table.toBuilder().diskGuid(new dev.gantry.core.Guid(1, 2)).build())) {
        StateConflictException refused =
            assertThrows(StateConflictException.class, () -> disk.edit(edit));
        assertEquals("DISK_IN_USE", refused.code());
      }
      StateConflictException replaced =
          assertThrows(StateConflictException.class, () -> disk.unsafeReplace(TABLE));
      assertEquals("DISK_IN_USE", replaced.code());
      assertEquals(before, read());
    }
    try (PartitionedDisk disk =
        PartitionedDisk.builder(image).systemRoot(system.root).unsafeAllowMounted().open()) {
      disk.edit(PartitionedDiskTest::withoutLast);
    }
  }

  @Test
  void changesBesidePartitionsInUse() throws IOException {
    DiskUse third = new DiskUse(DiskUse.Kind.MOUNT, 3, "/");
    TableChange ofFour = new TableChange(TableChange.Kind.PARTITIONS, List.of(4), List.of());
    TableChange ofThree = new TableChange(TableChange.Kind.PARTITIONS, List.of(3, 4), List.of());
    UseGuard.ALLOW_BESIDE.check(image, ofFour, () -> List.of(third));
    for (UseGuard.Users users :
        List.<UseGuard.Users>of(
            () -> List.of(third), () -> List.of(new DiskUse(DiskUse.Kind.HOLDER, 0, "md0")))) {
      StateConflictException refused =
          assertThrows(
              StateConflictException.class,
              () -> UseGuard.ALLOW_BESIDE.check(image, ofThree, users));
      assertEquals("PARTITION_IN_USE", refused.code());
    }
    assertThrows(
        StateConflictException.class,
        () -> UseGuard.REFUSE_IN_USE.check(image, ofFour, () -> List.of(third)));
    List<DiskUse> asked = new ArrayList<>();
    UseGuard.Users never =
        () -> {
          asked.add(third);
          return asked;
        };
    UseGuard.ALLOW_ALL.check(image, ofThree, never);
    UseGuard.REFUSE_IN_USE.check(
        image, new TableChange(TableChange.Kind.ATTRIBUTES, List.of(), List.of()), never);
    assertEquals(List.of(), asked);
  }
}
