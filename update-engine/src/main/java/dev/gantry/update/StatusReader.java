// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import dev.gantry.core.BlockSource;
import dev.gantry.core.GantryException;
import dev.gantry.core.Text;
import dev.gantry.partition.GptReader;
import dev.gantry.partition.slot.BootChoice;
import dev.gantry.partition.slot.BootSelector;
import dev.gantry.partition.slot.Slot;
import dev.gantry.partition.slot.SlotTable;
import dev.gantry.update.boot.BootConfiguration;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the status without the lock and without a write: the journal is reconciled in memory. */
final class StatusReader {
  private StatusReader() {}

  static EngineStatus read(EngineSettings settings) throws IOException {
    try (BlockSource disk = settings.disk().openReadOnly()) {
      BootedSystem booted = settings.running().current();
      SlotTable table =
          TwoSlots.require(SlotTable.of(GptReader.read(disk).table(), settings.partitionTypes()));
      Journal journal =
          Reconciler.reconcile(
              UpdateJournal.open(settings.journalStore(), table.table().diskGuid(), "status")
                  .current(),
              table,
              booted.slot(),
              () -> SlotPartitions.version(disk, table, booted.slot()),
              settings.clock().instant());
      List<SlotStatus> slots = new ArrayList<>();
      for (Slot slot : table.slots()) {
        slots.add(status(disk, table, slot));
      }
      return new EngineStatus(
          journal,
          booted,
          slots,
          BootSelector.select(table.table(), settings.partitionTypes()).flatMap(BootChoice::slot));
    }
  }

  private static SlotStatus status(BlockSource disk, SlotTable table, Slot slot)
      throws IOException {
    try {
      BootConfiguration configuration =
          BootConfiguration.read(SlotPartitions.boot(disk, table, slot.id()));
      return new SlotStatus(
          slot.id(),
          slot.attributes(),
          Optional.of(configuration.version()),
          Optional.of(configuration.rootHash()),
          Optional.empty());
    } catch (GantryException e) {
      return new SlotStatus(
          slot.id(),
          slot.attributes(),
          Optional.empty(),
          Optional.empty(),
          Optional.of(e.code() + ": " + Text.clean(String.valueOf(e.getMessage()))));
    }
  }
}
