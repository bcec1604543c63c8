// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.slot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Guid;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.UnsupportedFormatException;
import dev.gantry.partition.GptPartition;
import dev.gantry.partition.GptTable;
import dev.gantry.partition.Tables;
import dev.gantry.partition.layout.PartitionTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class SlotTableTest {
  private static final GptTable TABLE = Tables.table(512);

  private static GptPartition named(String suffix) {
    return TABLE.partitions().stream()
        .filter(p -> p.name().endsWith(suffix))
        .findFirst()
        .orElseThrow();
  }

  private static GptPartition change(GptPartition partition, int number, Guid type) {
    return new GptPartition(
        number,
        type,
        partition.uniqueGuid(),
        partition.firstLba(),
        partition.lastLba(),
        partition.attributes(),
        partition.name());
  }

  private static GptTable with(UnaryOperator<GptPartition> change) {
    GptTable.Builder builder = TABLE.toBuilder();
    List<GptPartition> changed = new ArrayList<>();
    for (GptPartition partition : TABLE.partitions()) {
      builder.remove(partition.number());
      changed.add(change.apply(partition));
    }
    changed.forEach(builder::add);
    return builder.build();
  }

  private static String refusal(GptTable table) {
    return assertThrows(MalformedDataException.class, () -> SlotTable.of(table)).code();
  }

  @Test
  void findsSlots() throws Exception {
    SlotTable slots = SlotTable.of(TABLE);
    assertEquals(2, slots.slots().size());
    assertFalse(slots.isSingleSlot());
    assertEquals(named("-BOOT-A"), slots.slot(SlotId.A).boot());
    assertEquals(named("-ROOT-A"), slots.slot(SlotId.A).root());
    assertEquals(named("-HASH-B"), slots.slot(SlotId.B).hash());
    assertEquals(Optional.of(named("-PRIVATE")), slots.privatePartition());
    assertEquals(new SlotAttributes(1, 0, true), slots.slot(SlotId.A).attributes());
    assertEquals(SlotAttributes.EMPTY, slots.slot(SlotId.B).attributes());
    assertFalse(slots.hasBootEverSucceeded());
    GptPartition marked = named("-PRIVATE").withAttributes(1L << 57);
    assertTrue(SlotTable.of(TABLE.withPartition(marked)).hasBootEverSucceeded());
    assertEquals(SlotId.A, SlotId.B.other());
    assertEquals(SlotId.B, SlotId.A.other());
  }

  @Test
  void refusesTablesInWhichKernelAndToolsDisagree() {
    PartitionTypes types = PartitionTypes.BOTTLEROCKET;
    int rootA = named("-ROOT-A").number();
    int hashA = named("-HASH-A").number();
    int rootB = named("-ROOT-B").number();
    // Roots of both slots exchanged with other numbers, types in place and order.
    assertEquals(
        "SLOT_NOT_ADJACENT",
        refusal(
            with(
                p ->
                    p.number() == rootA
                        ? change(p, hashA, p.typeGuid())
                        : p.number() == hashA ? change(p, rootA, p.typeGuid()) : p)));
    assertEquals(
        "SLOT_NOT_ADJACENT",
        refusal(with(p -> p.number() == rootB ? change(p, 100, p.typeGuid()) : p)));
    assertEquals(
        "SLOT_NOT_ADJACENT",
        refusal(with(p -> p.number() == rootB ? change(p, rootB, types.data()) : p)));
    // One more root: the n-th root is no longer the one behind the n-th boot partition.
    int data = TABLE.partitions().size();
    assertEquals(
        "SLOT_NOT_ADJACENT",
        refusal(with(p -> p.number() == data ? change(p, data, types.root()) : p)));
  }

  @Test
  void refusesTablesWithoutSlots() {
    PartitionTypes types = PartitionTypes.BOTTLEROCKET;
    int data = TABLE.partitions().size();
    assertEquals(
        "SLOT_BOOT_MISSING",
        refusal(
            with(
                p -> p.typeGuid().equals(types.boot()) ? change(p, p.number(), types.data()) : p)));
    assertEquals(
        "SLOT_PRIVATE_MISSING",
        refusal(TABLE.toBuilder().remove(named("-PRIVATE").number()).build()));
    // A third boot partition is a third slot, which lacks its root.
    assertEquals(
        "SLOT_NOT_ADJACENT",
        refusal(with(p -> p.number() == data ? change(p, data, types.boot()) : p)));
    GptTable.Builder many = TABLE.toBuilder();
    for (int i = 0; i < SlotId.COUNT; i++) {
      long lba = TABLE.lastUsableLba() - i;
      many.add(new GptPartition(100 + i, types.boot(), new Guid(9, i), lba, lba, 0, "more boots"));
    }
    assertThrows(UnsupportedFormatException.class, () -> SlotTable.of(many.build()));
  }

  @Test
  void attributesKeepOtherBits() {
    for (int i = 0; i < 512; i++) {
      SlotAttributes attributes = new SlotAttributes(i & 15, i >> 4 & 15, i >> 8 != 0);
      for (long other : new long[] {0, -1, 0x8200_0000_0000_0007L}) {
        long word = attributes.applyTo(other);
        assertEquals(attributes, SlotAttributes.decode(word));
        assertEquals(other & ~0x01ff_0000_0000_0000L, word & ~0x01ff_0000_0000_0000L);
      }
    }
    assertEquals(0x0135_0000_0000_0000L, new SlotAttributes(5, 3, true).applyTo(0));
    assertThrows(IllegalArgumentException.class, () -> new SlotAttributes(16, 0, false));
    assertThrows(IllegalArgumentException.class, () -> new SlotAttributes(0, -1, false));
  }
}
