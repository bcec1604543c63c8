// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.Guid;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.StateConflictException;
import dev.gantry.partition.GptCommitter;
import dev.gantry.partition.GptPartition;
import dev.gantry.partition.GptTable;
import dev.gantry.partition.slot.SlotId;
import dev.gantry.partition.slot.SlotScheme;
import dev.gantry.partition.slot.SlotTable;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DiskLayoutTest {
  private static final long MIB = 1L << 20;
  private static final Guid ROOT = KnownTypes.find("root-x86-64").orElseThrow();
  private static final Guid ESP = KnownTypes.find("esp").orElseThrow();

  private static PartitionSpec.Builder fixed(String label, long mib) {
    return PartitionSpec.fixed(label, ROOT, mib * MIB);
  }

  private static PartitionSpec.Builder rest(String label, long mib) {
    return PartitionSpec.rest(label, ROOT, mib * MIB);
  }

  private static DiskLayout layout(PartitionSpec.Builder... partitions) {
    DiskLayout.Builder layout = DiskLayout.builder();
    for (PartitionSpec.Builder partition : partitions) {
      layout.add(partition.build());
    }
    return layout.build();
  }

  private static List<Long> mib(LayoutPlan plan) {
    return plan.partitions().stream().map(p -> p.sizeBytes(plan.sectorSizeBytes()) / MIB).toList();
  }

  @Test
  void packsFixedSizesAndGivesTheRest() throws Exception {
    for (int sector : new int[] {512, 4096}) {
      LayoutPlan plan =
          layout(fixed("boot", 5), rest("data", 1), fixed("end", 2)).plan(sector, 100 * MIB);
      assertEquals(List.of(5L, 91L, 2L), mib(plan));
      assertEquals(MIB / sector, plan.partitions().get(0).firstLba());
      assertEquals(99 * MIB / sector - 1, plan.partitions().get(2).lastLba());
      GptTable table = plan.table(new Random(1));
      assertEquals(3, table.partitions().size());
      assertEquals("data", table.partitions().get(1).name());
    }
  }

  @Test
  void sharesByWeightUpToTheMaximum() throws Exception {
    LayoutPlan plan =
        layout(
                rest("a", 10).weight(3),
                rest("b", 10).maximumBytes(15 * MIB),
                rest("c", 10).weight(1),
                rest("d", 10).weight(0))
            .plan(512, 142 * MIB);
    // 100 MiB beyond the least sizes: 60, 20 and 20 by weight; b takes 5, and a and c share the
    // other 15 as 11 and 4.
    assertEquals(List.of(10L + 60 + 11, 15L, 10L + 20 + 4, 10L), mib(plan));
  }

  @Test
  void alignsWhereAskedAndUsesWhatIsLeftOfTheLargestUnit() throws Exception {
    LayoutPlan plan =
        layout(fixed("a", 3), rest("b", 1).alignmentBytes(8 * MIB), rest("c", 1))
            .plan(512, 101 * MIB);
    assertEquals(8 * MIB / 512, plan.partitions().get(1).firstLba());
    assertEquals(100 * MIB / 512 - 1, plan.partitions().get(2).lastLba());
    LayoutPlan capped = layout(rest("a", 1).maximumBytes(4 * MIB)).plan(512, 101 * MIB);
    assertEquals(List.of(4L), mib(capped));
  }

  @Test
  void numbersPartitionsAsAskedOrWithTheLowestFree() throws Exception {
    LayoutPlan plan =
        layout(
                fixed("first", 1).number(2),
                fixed("second", 1),
                fixed("third", 1).number(128),
                fixed("fourth", 1))
            .plan(512, 100 * MIB);
    assertEquals(
        List.of(2, 1, 128, 3), plan.partitions().stream().map(PlannedSpace::number).toList());
    GptTable table = plan.table(new Random(1));
    assertTrue(
        table.partition(2).orElseThrow().firstLba() < table.partition(1).orElseThrow().firstLba());
    assertThrows(
        IllegalArgumentException.class,
        () -> layout(fixed("a", 1).number(129)).plan(512, 100 * MIB));
    assertThrows(
        IllegalArgumentException.class,
        () -> layout(fixed("a", 1).number(3), fixed("b", 1).number(3)));
    assertThrows(
        IllegalArgumentException.class,
        () -> layout(fixed("a", 1).alignmentBytes(512)).plan(4096, 100 * MIB));
    assertThrows(IllegalArgumentException.class, () -> layout().plan(1024, 100 * MIB));
  }

  @Test
  void saysWhenADiskIsTooSmall() throws Exception {
    DiskLayout layout = layout(fixed("a", 10), rest("b", 20));
    for (int sector : new int[] {512, 4096}) {
      long needed = 31 * MIB + 16384 + sector;
      LayoutPlan plan = layout.plan(sector, needed);
      assertEquals(List.of(10L, 20L), mib(plan));
      assertEquals(2, plan.table(new Random(1)).partitions().size());
      for (long size : new long[] {0, 1, sector, 40_000, MIB, needed - 1, needed - sector}) {
        StateConflictException small =
            assertThrows(StateConflictException.class, () -> layout.plan(sector, size));
        assertEquals("DISK_TOO_SMALL", small.code());
      }
    }
    DiskLayout huge = layout(rest("a", 1), PartitionSpec.fixed("b", ROOT, Long.MAX_VALUE));
    assertThrows(StateConflictException.class, () -> huge.plan(512, 100 * MIB));
    assertEquals(List.of(), layout().plan(512, MIB).partitions());
    LayoutPlan largest = layout(rest("a", 1)).plan(4096, Long.MAX_VALUE);
    assertEquals(1, largest.table(new Random(1)).partitions().size());
  }

  @Test
  void plansSlotsAsTheBootLoaderFindsThem() throws Exception {
    Guid kernel = SlotScheme.CHROMEOS.bootType();
    Guid root = SlotScheme.CHROMEOS.companions().get(0).typeGuid();
    DiskLayout.Builder layout = DiskLayout.builder().slotScheme(SlotScheme.CHROMEOS);
    layout.add(PartitionSpec.rest("STATE", ROOT, MIB).number(1).build());
    for (int i = 0; i < 3; i++) {
      layout.add(
          PartitionSpec.fixed("ROOT-" + SlotId.of(i), root, 8 * MIB)
              .number(3 + 2 * i)
              .slot(SlotId.of(i))
              .build());
      layout.add(
          PartitionSpec.fixed("KERN-" + SlotId.of(i), kernel, 2 * MIB)
              .number(2 + 2 * i)
              .slot(SlotId.of(i))
              .attributes(i == 0 ? SlotLayout.GOOD_SLOT_ATTRIBUTES : 0)
              .build());
    }
    GptTable table = layout.build().plan(512, 100 * MIB).table(new Random(2));
    SlotTable slots = SlotTable.of(table, SlotScheme.CHROMEOS);
    assertEquals(3, slots.slots().size());
    assertEquals("ROOT-C", slots.slot(SlotId.of(2)).root().name());

    DiskLayout swapped =
        DiskLayout.builder()
            .slotScheme(SlotScheme.builder(kernel).build())
            .add(PartitionSpec.fixed("b", kernel, MIB).slot(SlotId.B).build())
            .add(PartitionSpec.fixed("a", kernel, MIB).slot(SlotId.A).build())
            .build();
    StateConflictException differs =
        assertThrows(StateConflictException.class, () -> swapped.plan(512, 100 * MIB));
    assertEquals("LAYOUT_SLOT_DIFFERS", differs.code());
    DiskLayout lonely =
        DiskLayout.builder()
            .slotScheme(SlotScheme.CHROMEOS)
            .add(PartitionSpec.fixed("k", kernel, MIB).slot(SlotId.A).build())
            .build();
    assertThrows(MalformedDataException.class, () -> lonely.plan(512, 100 * MIB));
    assertThrows(IllegalArgumentException.class, () -> layout(fixed("a", 1).slot(SlotId.A)));
  }

  @Test
  void reportsHowADiskDiffers() throws Exception {
    DiskLayout layout =
        layout(
            PartitionSpec.fixed("esp", ESP, 5 * MIB),
            rest("data", 1).attributes(1L << 59),
            fixed("end", 1));
    BlockDevice disk = BlockDevices.inMemory((int) (20 * MIB));
    LayoutReport blank = LayoutReport.inspect(layout, 512, disk);
    assertEquals(List.of(LayoutIssue.Kind.NO_TABLE), kinds(blank));
    assertFalse(blank.destroysData());
    GptTable table = blank.plan().orElseThrow().table(new Random(3));
    GptCommitter.create(disk, table);
    LayoutReport same = LayoutReport.inspect(layout, 512, disk);
    assertTrue(same.matches(), () -> same.issues().toString());
    assertEquals(table, same.plan().orElseThrow().table(table, new Random(9)));

    GptPartition data = table.partition(2).orElseThrow();
    GptTable other =
        table.toBuilder()
            .replace(
                new GptPartition(
                    2, ROOT, data.uniqueGuid(), data.firstLba(), data.lastLba(), 1L << 56, "mine"))
            .remove(3)
            .add(
                new GptPartition(
                    7, ROOT, new Guid(5, 5), data.lastLba() + 1, data.lastLba() + 9, 0, "mine"))
            .build();
    GptCommitter.commit(disk, table, other);
    LayoutReport differs = LayoutReport.inspect(layout, 512, disk);
    assertEquals(
        List.of(
            LayoutIssue.Kind.WOULD_DESTROY,
            LayoutIssue.Kind.PARTITION_DIFFERS,
            LayoutIssue.Kind.PARTITION_MISSING),
        kinds(differs));
    assertEquals(List.of(7, 2, 3), differs.issues().stream().map(LayoutIssue::partition).toList());
    assertTrue(differs.destroysData());
    // What stays in its place keeps its identity.
    GptTable next = differs.plan().orElseThrow().table(other, new Random(4));
    assertEquals(data.withAttributes(1L << 56), next.partition(2).orElseThrow());
    assertEquals(table.diskGuid(), next.diskGuid());
  }

  @Test
  void reportsADiskThatCannotHaveTheLayout() throws Exception {
    BlockDevice disk = BlockDevices.inMemory((int) (4 * MIB));
    byte[] record = {0, 0, 0, 0, (byte) 0x83, 0, 0, 0, 1, 0, 0, 0, 9, 0, 0, 0};
    disk.writeFully(446, ByteBuffer.wrap(record));
    disk.writeFully(510, ByteBuffer.wrap(new byte[] {0x55, (byte) 0xaa}));
    LayoutReport report = LayoutReport.inspect(layout(fixed("a", 10)), 512, disk);
    assertEquals(
        List.of(
            LayoutIssue.Kind.DISK_TOO_SMALL,
            LayoutIssue.Kind.NO_TABLE,
            LayoutIssue.Kind.MBR_PARTITIONS),
        kinds(report));
    assertTrue(report.plan().isEmpty());
    assertTrue(report.destroysData());
    BlockDevice larger = BlockDevices.inMemory((int) (30 * MIB));
    GptTable table = layout(fixed("a", 10)).plan(512, 20 * MIB).table(new Random(5));
    BlockDevice small = BlockDevices.inMemory((int) (20 * MIB));
    GptCommitter.create(small, table);
    ByteBuffer copy = ByteBuffer.allocate((int) (20 * MIB));
    small.readFully(0, copy);
    larger.writeFully(0, copy.flip());
    assertEquals(
        List.of(LayoutIssue.Kind.TABLE_DIFFERS),
        kinds(LayoutReport.inspect(layout(fixed("a", 10)), 512, larger)));
  }

  private static List<LayoutIssue.Kind> kinds(LayoutReport report) {
    return report.issues().stream().map(LayoutIssue::kind).toList();
  }
}
