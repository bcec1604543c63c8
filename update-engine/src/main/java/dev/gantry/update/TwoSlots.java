// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import dev.gantry.core.UnsupportedFormatException;
import dev.gantry.partition.slot.SlotTable;

/** The limit of this engine: it updates the slot that does not run, of which there is one. */
final class TwoSlots {
  private TwoSlots() {}

  /** Returns the table, or refuses one with a third slot before anything is done with it. */
  static SlotTable require(SlotTable table) throws UnsupportedFormatException {
    int count = table.slots().size();
    if (count > 2) {
      throw new UnsupportedFormatException(
          "partition table", "number of boot partitions", Integer.toString(count), "1 or 2");
    }
    return table;
  }
}
