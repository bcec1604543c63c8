// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SlotLayoutTest {
  private static final long MIB = 1L << 20;

  @Test
  void packsPartitionsFromTheFirstMib() {
    SlotLayout layout =
        SlotLayout.builder()
            .slotSizes(2 * MIB, 3 * MIB, MIB)
            .size(PartitionRole.PRIVATE, MIB)
            .label(PartitionRole.ROOT_A, "system")
            .build();
    assertEquals(
        List.of(
            PartitionRole.BOOT_A,
            PartitionRole.ROOT_A,
            PartitionRole.HASH_A,
            PartitionRole.BOOT_B,
            PartitionRole.ROOT_B,
            PartitionRole.HASH_B,
            PartitionRole.PRIVATE),
        layout.partitions().stream().map(PlannedPartition::role).toList());
    assertEquals(15 * MIB, layout.diskSizeBytes());
    assertEquals("system", layout.partition(PartitionRole.ROOT_A).orElseThrow().label());
    long next = MIB;
    for (PlannedPartition partition : layout.partitions()) {
      assertEquals(next, partition.offsetBytes());
      next += partition.sizeBytes();
    }
    assertEquals(7, layout.table(new Random(1)).partitions().size());
    assertEquals(
        20 * MIB,
        SlotLayout.builder()
            .slotSizes(2 * MIB, 3 * MIB, MIB)
            .diskSizeBytes(20 * MIB)
            .build()
            .diskSizeBytes());
  }

  @Test
  void refusesWhatCannotBe() {
    SlotLayout.Builder builder = SlotLayout.builder();
    assertThrows(IllegalArgumentException.class, () -> builder.size(PartitionRole.BIOS, MIB + 512));
    assertThrows(IllegalArgumentException.class, () -> builder.size(PartitionRole.BIOS, -MIB));
    assertThrows(IllegalArgumentException.class, () -> builder.sectorSizeBytes(2048));
    assertThrows(
        IllegalArgumentException.class,
        () -> SlotLayout.builder().size(PartitionRole.BOOT_A, MIB).build());
    assertThrows(
        IllegalArgumentException.class,
        () ->
            SlotLayout.builder()
                .size(PartitionRole.BOOT_B, MIB)
                .size(PartitionRole.ROOT_B, MIB)
                .size(PartitionRole.HASH_B, MIB)
                .build());
    assertThrows(
        IllegalArgumentException.class,
        () -> SlotLayout.builder().slotSizes(MIB, MIB, MIB).diskSizeBytes(7 * MIB).build());
    assertThrows(
        IllegalArgumentException.class,
        () -> SlotLayout.builder().slotSizes(MIB, MIB, MIB).labelPrefix("x".repeat(32)).build());
  }
}
