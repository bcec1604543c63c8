// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.slot;

import dev.gantry.core.GantryException;
import dev.gantry.core.Guid;
import dev.gantry.partition.GptPartition;
import dev.gantry.partition.GptTable;
import java.util.ArrayList;
import java.util.List;

/** Small tables with any number of slots. */
final class SlotTables {
  private static final Guid OTHER = Guid.parse("0fc63daf-8483-4772-8e79-3d69d8477de4");

  private SlotTables() {}

  /** A table of eight sectors for each partition, with all slots empty but A, which is good. */
  static SlotTable of(SlotScheme scheme, int slots, int sectorSizeBytes) throws GantryException {
    int perSlot = 1 + scheme.companions().size();
    long sectors = 8L * perSlot * slots + 200;
    GptTable.Builder table = GptTable.builder(new Guid(1, slots), sectorSizeBytes, sectors);
    int number = 1;
    long lba = 40;
    List<Guid> types = new ArrayList<>();
    types.add(OTHER);
    for (int i = 0; i < slots; i++) {
      types.add(scheme.bootType());
      scheme.companions().forEach(companion -> types.add(companion.typeGuid()));
    }
    scheme.privateType().ifPresent(types::add);
    for (Guid type : types) {
      table.add(new GptPartition(number, type, new Guid(2, number), lba, lba + 7, 0, "p" + number));
      number++;
      lba += 8;
    }
    return SlotTable.of(table.build(), scheme)
        .withAttributes(SlotId.A, new SlotAttributes(1, 0, true));
  }

  static SlotTable with(SlotTable table, List<SlotAttributes> attributes) {
    SlotTable next = table;
    for (int i = 0; i < attributes.size(); i++) {
      next = next.withAttributes(SlotId.of(i), attributes.get(i));
    }
    return next;
  }
}
