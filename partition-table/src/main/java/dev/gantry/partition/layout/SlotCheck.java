// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.layout;

import dev.gantry.core.GantryException;
import dev.gantry.core.StateConflictException;
import dev.gantry.partition.GptPartition;
import dev.gantry.partition.GptTable;
import dev.gantry.partition.slot.Slot;
import dev.gantry.partition.slot.SlotCompanion;
import dev.gantry.partition.slot.SlotId;
import dev.gantry.partition.slot.SlotScheme;
import dev.gantry.partition.slot.SlotTable;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Checks that the boot loader finds the slots of a plan as the layout means them. */
final class SlotCheck {
  private SlotCheck() {}

  static void check(LayoutPlan plan, SlotScheme scheme) throws GantryException {
    // The GUIDs do not matter here, but they must be distinct.
    GptTable table = plan.table(new Random(0));
    SlotTable slots = SlotTable.of(table, scheme);
    Map<Integer, SlotId> found = new HashMap<>();
    for (Slot slot : slots.slots()) {
      found.put(slot.boot().number(), slot.id());
      for (SlotCompanion companion : scheme.companions()) {
        slot.companion(companion.role())
            .map(GptPartition::number)
            .ifPresent(number -> found.put(number, slot.id()));
      }
    }
    for (PlannedSpace planned : plan.partitions()) {
      Optional<SlotId> meant = planned.spec().slot();
      Optional<SlotId> is = Optional.ofNullable(found.get(planned.number()));
      if (is.isPresent() && meant.isPresent() && !is.equals(meant)) {
        throw new StateConflictException(
            "LAYOUT_SLOT_DIFFERS",
            "planning a layout",
            planned.spec() + " with number " + planned.number() + " belongs to slot " + is.get(),
            "slot " + meant.get() + ", as the layout says; slots are counted by numbers");
      }
    }
  }
}
