// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.core.Guid;
import dev.gantry.core.UnsupportedFormatException;
import dev.gantry.partition.GptPartition;
import dev.gantry.partition.GptTable;
import dev.gantry.partition.layout.PartitionTypes;
import dev.gantry.partition.slot.SlotTable;
import java.util.List;
import org.junit.jupiter.api.Test;

class TwoSlotsTest {
  private static SlotTable slots(int count) throws Exception {
    PartitionTypes types = PartitionTypes.BOTTLEROCKET;
    GptTable.Builder table = GptTable.builder(new Guid(1, 1), 512, 1000);
    int number = 1;
    for (int i = 0; i < count; i++) {
      for (Guid type : List.of(types.boot(), types.root(), types.hash())) {
        table.add(partition(number++, type));
      }
    }
    return SlotTable.of(table.add(partition(number, types.privateState())).build());
  }

  private static GptPartition partition(int number, Guid type) {
    return new GptPartition(number, type, new Guid(2, number), 40 + number, 40 + number, 0, "");
  }

  @Test
  void refusesAThirdSlot() throws Exception {
    SlotTable two = slots(2);
    assertSame(two, TwoSlots.require(two));
    assertEquals(1, TwoSlots.require(slots(1)).slots().size());
    SlotTable three = slots(3);
    assertThrows(UnsupportedFormatException.class, () -> TwoSlots.require(three));
  }
}
