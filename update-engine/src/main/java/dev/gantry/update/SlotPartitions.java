// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockSource;
import dev.gantry.partition.GptPartition;
import dev.gantry.partition.slot.Slot;
import dev.gantry.partition.slot.SlotId;
import dev.gantry.partition.slot.SlotTable;

/**
 * The partitions of one slot as windows on the disk.
 *
 * @param slot what the table says
 * @param boot the boot partition
 * @param root the root partition
 * @param hash the hash partition
 */
record SlotPartitions(Slot slot, BlockDevice boot, BlockDevice root, BlockDevice hash) {
  static SlotPartitions of(BlockDevice disk, SlotTable table, SlotId id) {
    Slot slot = table.slot(id);
    int sector = table.table().sectorSizeBytes();
    return new SlotPartitions(
        slot,
        window(disk, slot.boot(), sector),
        window(disk, slot.root(), sector),
        window(disk, slot.hash(), sector));
  }

  static BlockSource boot(BlockSource disk, SlotTable table, SlotId id) {
    GptPartition boot = table.slot(id).boot();
    int sector = table.table().sectorSizeBytes();
    return disk.slice(boot.offsetBytes(sector), boot.sizeBytes(sector));
  }

  private static BlockDevice window(BlockDevice disk, GptPartition partition, int sector) {
    return disk.slice(partition.offsetBytes(sector), partition.sizeBytes(sector));
  }
}
