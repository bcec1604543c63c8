// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockSource;
import dev.gantry.core.GantryException;
import dev.gantry.core.Version;
import dev.gantry.partition.GptPartition;
import dev.gantry.partition.slot.Slot;
import dev.gantry.partition.slot.SlotId;
import dev.gantry.partition.slot.SlotTable;
import dev.gantry.update.boot.BootConfiguration;
import java.io.IOException;
import java.util.Optional;

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

  /** The version in a slot's boot configuration, or empty if that cannot be read. */
  static Optional<Version> version(BlockSource disk, SlotTable table, SlotId id)
      throws IOException {
    try {
      return Optional.of(BootConfiguration.read(boot(disk, table, id)).version());
    } catch (GantryException e) {
      return Optional.empty();
    }
  }

  private static BlockDevice window(BlockDevice disk, GptPartition partition, int sector) {
    return disk.slice(partition.offsetBytes(sector), partition.sizeBytes(sector));
  }
}
