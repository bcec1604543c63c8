// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.slot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.BlockDevice;
import dev.gantry.partition.GptCommitter;
import dev.gantry.partition.GptPartition;
import dev.gantry.partition.GptReader;
import dev.gantry.partition.GptTable;
import dev.gantry.partition.LoaderModel;
import dev.gantry.partition.Tables;
import dev.gantry.partition.layout.PartitionTypes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BootSelectorTest {
  private static final GptTable TABLE = Tables.table(512);

  private static GptTable table(SlotAttributes a, SlotAttributes b) throws IOException {
    return SlotTable.of(TABLE).withAttributes(SlotId.A, a).withAttributes(SlotId.B, b).table();
  }

  private static SlotAttributes attributes(int bits) {
    return new SlotAttributes(bits & 15, bits >> 4 & 15, bits >> 8 != 0);
  }

  /** The rule as one formula, for every state. */
  @Test
  void followsTheRuleInEveryState() throws IOException {
    int nothing = 0;
    for (int i = 0; i < 1 << 18; i++) {
      SlotAttributes a = attributes(i & 511);
      SlotAttributes b = attributes(i >> 9);
      int left = a.successful() || a.tries() > 0 ? a.priority() : 0;
      int right = b.successful() || b.tries() > 0 ? b.priority() : 0;
      Optional<SlotId> expected =
          left + right == 0 ? Optional.empty() : Optional.of(left >= right ? SlotId.A : SlotId.B);
      Optional<BootChoice> choice = BootSelector.select(table(a, b));
      assertEquals(expected, choice.flatMap(BootChoice::slot));
      nothing += choice.isEmpty() ? 1 : 0;
    }
    // (16 * 16 * 2 - 15 * 31) states of a slot cannot boot.
    assertEquals(47 * 47, nothing);
  }

  /** A sample of states on a disk, against the model of the loader that reads bytes. */
  @Test
  void agreesWithTheLoaderModelOnADisk() throws IOException {
    Random random = new Random(4);
    BlockDevice disk = Tables.disk(TABLE);
    for (int i = 0; i < 2000; i++) {
      GptTable before = GptReader.read(disk).table();
      GptTable next = table(attributes(random.nextInt(512)), attributes(random.nextInt(512)));
      GptCommitter.commit(disk, before, next);
      Optional<BootChoice> choice = BootSelector.select(next);
      Optional<LoaderModel.Boot> boot = LoaderModel.boot(disk, 512);
      assertEquals(
          boot.map(LoaderModel.Boot::number), choice.map(c -> c.boot().number()), () -> "" + next);
      if (choice.isPresent()) {
        GptCommitter.commit(disk, next, choice.get().after());
        assertEquals(
            boot.orElseThrow().entriesAfter(),
            dev.gantry.core.Bytes.of(Tables.bytes(disk, 1024, 16384)));
        assertEquals(choice.get().writesTable(), !choice.get().after().equals(next));
      }
    }
  }

  @Test
  void usesUpATryEvenOfASuccessfulSlot() throws IOException {
    GptTable table = table(new SlotAttributes(3, 2, true), SlotAttributes.EMPTY);
    BootChoice first = BootSelector.select(table).orElseThrow();
    assertTrue(first.writesTable());
    BootChoice second = BootSelector.select(first.after()).orElseThrow();
    BootChoice third = BootSelector.select(second.after()).orElseThrow();
    assertFalse(third.writesTable());
    assertEquals(second.after(), third.after());
  }

  @Test
  void seesBootPartitionsThatNoSlotTableHas() throws IOException {
    GptTable table = table(SlotAttributes.EMPTY, SlotAttributes.EMPTY);
    List<GptPartition> partitions = new ArrayList<>(table.partitions());
    GptPartition data = partitions.get(partitions.size() - 1);
    GptPartition third =
        new GptPartition(
            data.number(),
            PartitionTypes.BOTTLEROCKET.boot(),
            data.uniqueGuid(),
            data.firstLba(),
            data.lastLba(),
            new SlotAttributes(1, 1, false).applyTo(0),
            "third");
    BootChoice choice = BootSelector.select(table.withPartition(third)).orElseThrow();
    assertEquals(Optional.of(SlotId.of(2)), choice.slot());
    assertEquals(third, choice.boot());
    assertEquals(Optional.empty(), BootSelector.select(table.toBuilder().remove(2).build()));
  }
}
