// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.partition.GptCommitter;
import dev.gantry.partition.GptPartition;
import dev.gantry.partition.GptTable;
import dev.gantry.partition.layout.PartitionRole;
import dev.gantry.partition.layout.SlotLayout;
import dev.gantry.partition.slot.SlotAttributes;
import dev.gantry.partition.slot.SlotId;
import dev.gantry.partition.slot.SlotTable;
import java.io.IOException;
import java.util.Random;

/** Small disks with two slots, in memory. */
final class TestDisks {
  static final int MIB = 1 << 20;

  private TestDisks() {}

  /** A layout whose boot, root, hash and private partitions have 1 MiB each. */
  static SlotLayout layout() {
    return SlotLayout.builder().slotSizes(MIB, MIB, MIB).size(PartitionRole.PRIVATE, MIB).build();
  }

  static GptTable gpt() {
    return layout().table(new Random(1));
  }

  /** Slot A good, slot B empty. */
  static SlotTable table() throws IOException {
    return SlotTable.of(gpt());
  }

  static SlotTable table(SlotAttributes a, SlotAttributes b) throws IOException {
    return SlotTable.of(with(with(gpt(), SlotId.A, a), SlotId.B, b));
  }

  static GptTable with(GptTable table, SlotId id, SlotAttributes attributes) throws IOException {
    GptPartition boot = SlotTable.of(table).slot(id).boot();
    return table.withPartition(boot.withAttributes(attributes.applyTo(boot.attributes())));
  }

  static byte[] bytes() {
    return new byte[(int) layout().diskSizeBytes()];
  }

  static BlockDevice create(byte[] content) throws IOException {
    BlockDevice device = BlockDevices.inMemory(content, 512);
    GptCommitter.create(device, gpt());
    return device;
  }
}
