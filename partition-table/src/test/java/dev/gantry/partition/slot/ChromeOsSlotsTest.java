// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.slot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.core.MalformedDataException;
import dev.gantry.partition.GptTable;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChromeOsSlotsTest {
  private static SlotTable slots(SlotAttributes... attributes) throws Exception {
    return SlotTables.with(
        SlotTables.of(SlotScheme.CHROMEOS, attributes.length, 512), List.of(attributes));
  }

  private static SlotTable boot(SlotTable before) throws Exception {
    GptTable after = BootSelector.select(before.table(), SlotScheme.CHROMEOS).orElseThrow().after();
    return SlotTable.of(after, SlotScheme.CHROMEOS);
  }

  private static SlotAttributes attributes(int priority, int tries, boolean successful) {
    return new SlotAttributes(priority, tries, successful);
  }

  @Test
  void findsKernelAndRootByNumber() throws Exception {
    SlotTable table = SlotTables.of(SlotScheme.CHROMEOS, 3, 512);
    assertEquals(
        List.of(2, 4, 6), table.slots().stream().map(slot -> slot.boot().number()).toList());
    assertEquals(
        List.of(3, 5, 7), table.slots().stream().map(slot -> slot.root().number()).toList());
    assertThrows(IllegalStateException.class, () -> table.slot(SlotId.A).hash());
    assertEquals(Optional.of(table.slot(SlotId.A).root()), table.slot(SlotId.A).companion("root"));
    MalformedDataException refused =
        assertThrows(
            MalformedDataException.class,
            () -> SlotTable.of(table.table().toBuilder().remove(5).build(), SlotScheme.CHROMEOS));
    assertEquals("SLOT_NOT_ADJACENT", refused.code());
  }

  /** GptUpdateKernelEntry: tries count down while the slot is not successful. */
  @Test
  void triesCountDownAndTakeThePriorityWithThem() throws Exception {
    SlotTable table = slots(attributes(1, 0, true), attributes(2, 2, false));
    table = boot(table);
    assertEquals(attributes(2, 1, false), table.slot(SlotId.B).attributes());
    table = boot(table);
    assertEquals(SlotAttributes.EMPTY, table.slot(SlotId.B).attributes());
    assertEquals(Optional.of(SlotId.A), table.nextBoot());
    assertEquals(table, boot(table));
  }

  @Test
  void aSuccessfulSlotKeepsItsTries() throws Exception {
    SlotTable table = slots(attributes(3, 4, true), attributes(1, 0, true));
    assertFalse(
        BootSelector.select(table.table(), SlotScheme.CHROMEOS).orElseThrow().writesTable());
    assertEquals(Optional.of(SlotId.A), table.lastResort());
  }

  @Test
  void walksThroughAnUpdate() throws Exception {
    SlotTable table = slots(attributes(2, 0, true), attributes(1, 0, true));
    table = SlotOperation.CLEAR_INACTIVE.apply(table, SlotId.A);
    table = SlotOperation.MARK_INACTIVE_VALID.apply(table, SlotId.A);
    table = SlotOperation.UPGRADE_TO_INACTIVE.apply(table, SlotId.A);
    assertEquals(attributes(2, 6, false), table.slot(SlotId.B).attributes());
    assertEquals(Optional.of(SlotId.A), table.lastResort());
    for (int tries = 5; tries > 0; tries--) {
      table = boot(table);
      assertEquals(attributes(2, tries, false), table.slot(SlotId.B).attributes());
    }
    SlotTable early = SlotOperation.MARK_SUCCESSFUL_BOOT.apply(table, SlotId.B);
    assertEquals(attributes(2, 0, true), early.slot(SlotId.B).attributes());
    table = boot(table);
    assertEquals(SlotAttributes.EMPTY, table.slot(SlotId.B).attributes());
    // The last try took the priority: confirming puts the slot first again.
    SlotTable late = SlotOperation.MARK_SUCCESSFUL_BOOT.apply(table, SlotId.B);
    assertEquals(Optional.of(SlotId.B), late.nextBoot());
    assertEquals(Optional.of(SlotId.B), late.lastResort());
  }
}
