// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.Guid;
import dev.gantry.partition.GptPartition;
import dev.gantry.partition.GptTable;
import dev.gantry.partition.layout.BottlerocketLayout.Plan;
import dev.gantry.partition.slot.BootSelector;
import dev.gantry.partition.slot.SlotId;
import dev.gantry.partition.slot.SlotTable;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BottlerocketLayoutTest {
  private static String spans(GptTable table) {
    StringBuilder text = new StringBuilder();
    table
        .partitions()
        .forEach(
            p ->
                text.append(
                    p.number() + " " + p.name() + " " + p.firstLba() + " " + p.lastLba() + "\n"));
    return text.toString();
  }

  /** The layouts of fixed sizes in the form for layouts of any sizes make the same tables. */
  @Test
  void areDiskLayoutsToo() throws Exception {
    for (int gib : new int[] {1, 2, 17}) {
      for (int sector : new int[] {512, 4096}) {
        BottlerocketLayout layout =
            BottlerocketLayout.builder(gib, 1).sectorSizeBytes(sector).build();
        SlotLayout os = layout.osLayout();
        assertEquals(
            os.table(new java.util.Random(gib)),
            DiskLayout.of(os).plan(sector, os.diskSizeBytes()).table(new java.util.Random(gib)));
      }
    }
  }

  @Test
  void matchesThePublishedSectorsOfTwoGib() {
    BottlerocketLayout layout = BottlerocketLayout.builder(2, 1).build();
    assertEquals(
        """
        1 BIOS-BOOT 2048 10239
        2 EFI-SYSTEM 10240 20479
        3 BOTTLEROCKET-BOOT-A 20480 102399
        4 BOTTLEROCKET-ROOT-A 102400 1986559
        5 BOTTLEROCKET-HASH-A 1986560 2007039
        6 BOTTLEROCKET-RESERVED-A 2007040 2058239
        7 EFI-BACKUP 2058240 2068479
        8 BOTTLEROCKET-BOOT-B 2068480 2150399
        9 BOTTLEROCKET-ROOT-B 2150400 4034559
        10 BOTTLEROCKET-HASH-B 4034560 4055039
        11 BOTTLEROCKET-RESERVED-B 4055040 4106239
        12 BOTTLEROCKET-PRIVATE 4106240 4190207
        13  4190208 4192255
        """,
        spans(layout.osDisk(new Random(1))));
    GptTable data = layout.dataDisk(new Random(1)).orElseThrow();
    assertEquals("1  2048 4095\n", spans(data));
    assertEquals(1022L << 20, layout.dataFileSystemBytes());
    GptTable unified =
        BottlerocketLayout.builder(2, 1).plan(Plan.UNIFIED).build().osDisk(new Random(1));
    assertEquals(6287359, unified.partition(13).orElseThrow().lastLba());
    assertEquals(6291456, unified.sectorCount());
    GptTable single =
        BottlerocketLayout.builder(2, 1).inPlaceUpdates(false).build().osDisk(new Random(1));
    assertEquals(
        List.of(2048L, 10240L, 30720L, 194560L, 3962880L, 4003840L, 4106240L, 4190208L),
        single.partitions().stream().map(GptPartition::firstLba).toList());
  }

  @Test
  void hasTheTypesAndGuidsOfBottlerocket() throws Exception {
    GptTable split = BottlerocketLayout.builder(1, 1).build().osDisk(new Random(1));
    GptTable unified =
        BottlerocketLayout.builder(1, 1).plan(Plan.UNIFIED).build().osDisk(new Random(1));
    Guid fallback = Guid.parse("69040874-417d-4e26-a764-7885f22007ea");
    Guid preferred = Guid.parse("5b94e8df-28b8-485c-9d19-362263b5944c");
    assertEquals(fallback, split.partition(13).orElseThrow().uniqueGuid());
    assertEquals(preferred, unified.partition(13).orElseThrow().uniqueGuid());
    assertEquals(
        preferred,
        BottlerocketLayout.builder(1, 1)
            .build()
            .dataDisk(new Random(1))
            .orElseThrow()
            .partition(1)
            .orElseThrow()
            .uniqueGuid());
    assertEquals(0x0101000000000000L, split.partition(3).orElseThrow().attributes());
    split.partitions().stream()
        .filter(p -> p.number() != 3)
        .forEach(p -> assertEquals(0, p.attributes()));
    assertEquals(Optional.of(SlotId.A), BootSelector.select(split).orElseThrow().slot());
    assertEquals(2, SlotTable.of(split).slots().size());
    assertTrue(
        SlotTable.of(
                BottlerocketLayout.builder(1, 1)
                    .inPlaceUpdates(false)
                    .build()
                    .osDisk(new Random(1)))
            .isSingleSlot());
  }

  /** The bytes on a disk, as a hexadecimal dump shows them. */
  @Test
  void typesHaveTheirMixedEndianForm() {
    PartitionTypes types = PartitionTypes.BOTTLEROCKET;
    List<Guid> guids =
        List.of(
            types.biosBoot(),
            types.efiSystem(),
            types.efiBackup(),
            types.boot(),
            types.root(),
            types.hash(),
            types.reserved(),
            types.privateState(),
            types.data());
    List<String> forms =
        List.of(
            "4861682149646f6e744e656564454649",
            "28732ac11ff8d211ba4b00a0c93ec93b",
            "9ce39cb3000aabb42d11f18f8237a21c",
            "6861636b2074686520706c616e657421",
            "6a012655971aa44eb39ab7c8c6ca4502",
            "af108f5955c956446a997720068a6cea",
            "a5995d0c31d34741baef08e2b855bdc9",
            "bb0804440beb2843a6e5a29038fad706",
            "74746f62656c74646861726d61726b73");
    for (int i = 0; i < guids.size(); i++) {
      ByteBuffer buffer = ByteBuffer.allocate(16);
      guids.get(i).encodeMixedEndian(buffer);
      assertEquals(forms.get(i), Bytes.of(buffer.array()).toHex());
    }
  }

  @Test
  void everySizePlanAndSlotCountFillsItsDisk() {
    for (int gib : new int[] {1, 2, 3, 4, 7, 100, BottlerocketLayout.MAX_GIB}) {
      for (Plan plan : Plan.values()) {
        for (boolean inPlace : new boolean[] {true, false}) {
          BottlerocketLayout layout =
              BottlerocketLayout.builder(gib, 3).plan(plan).inPlaceUpdates(inPlace).build();
          SlotLayout os = layout.osLayout();
          assertEquals((gib + (plan == Plan.SPLIT ? 0L : 3L)) << 30, os.diskSizeBytes());
          PlannedPartition last = os.partition(PartitionRole.DATA_A).orElseThrow();
          assertEquals(inPlace ? 13 : 8, last.number());
          long behind = os.diskSizeBytes() - last.offsetBytes() - last.sizeBytes();
          // Private takes what is left, but for the MiB that unified disks do not use.
          assertEquals(plan == Plan.SPLIT ? 1L << 20 : 2L << 20, behind);
          assertEquals(plan == Plan.UNIFIED, layout.dataLayout().isEmpty());
          assertEquals(
              gib * (inPlace ? 460L : 920L) * (1L << 20),
              os.partition(PartitionRole.ROOT_A).orElseThrow().sizeBytes());
          assertEquals(inPlace, os.partition(PartitionRole.ROOT_B).isPresent());
          os.table(new Random(1));
        }
      }
    }
    assertThrows(IllegalArgumentException.class, () -> BottlerocketLayout.builder(0, 1));
    assertThrows(IllegalArgumentException.class, () -> BottlerocketLayout.builder(1, 1 << 21));
  }

  @Test
  void takesOtherNamesTypesAndSectors() {
    Guid boot = new Guid(1, 2);
    PartitionTypes own = PartitionTypes.BOTTLEROCKET;
    PartitionTypes types =
        new PartitionTypes(
            own.biosBoot(),
            own.efiSystem(),
            own.efiBackup(),
            boot,
            own.root(),
            own.hash(),
            own.reserved(),
            own.privateState(),
            own.data());
    BottlerocketLayout layout =
        BottlerocketLayout.builder(1, 4)
            .labelPrefix("GANTRY")
            .label(PartitionRole.DATA_B, "STORE")
            .types(types)
            .fullDataPartition()
            .sectorSizeBytes(4096)
            .build();
    GptTable table = layout.osDisk(new Random(1));
    assertEquals(4096, table.sectorSizeBytes());
    assertEquals("GANTRY-BOOT-A", table.partition(3).orElseThrow().name());
    assertEquals(boot, table.partition(3).orElseThrow().typeGuid());
    assertEquals(1280 * 2, table.partition(3).orElseThrow().firstLba());
    GptPartition data = layout.dataDisk(new Random(1)).orElseThrow().partition(1).orElseThrow();
    assertEquals("STORE", data.name());
    assertEquals(layout.dataFileSystemBytes(), data.sizeBytes(4096));
    assertEquals(layout.osDisk(new Random(5)), layout.osDisk(new Random(5)));
    assertNotEquals(layout.osDisk(new Random(5)), layout.osDisk(new Random(6)));
  }
}
