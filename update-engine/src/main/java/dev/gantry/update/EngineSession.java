// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.SmallFiles;
import dev.gantry.core.StateConflictException;
import dev.gantry.core.Version;
import dev.gantry.partition.GptIssue;
import dev.gantry.partition.GptReadResult;
import dev.gantry.partition.GptReader;
import dev.gantry.partition.slot.SlotDisk;
import dev.gantry.partition.slot.SlotId;
import dev.gantry.partition.slot.SlotTable;
import dev.gantry.update.boot.BootConfiguration;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * What every call that may change something has in hand: the lock, the disk, the reconciled journal
 * and the running slot.
 */
final class EngineSession implements Closeable {
  private final EngineLock lock;
  private final DiskOpener.Opened opened;
  private final BlockDevice device;
  private final SlotDisk disk;
  private final UpdateJournal journal;
  private final BootedSystem booted;
  private final SlotTable table;
  private final Instant now;
  private final EngineState state;

  private EngineSession(
      EngineLock lock, DiskOpener.Opened opened, EngineSettings settings, String operation)
      throws IOException {
    this.lock = lock;
    this.opened = opened;
    this.device = opened.device();
    this.disk = SlotDisk.of(device, settings.partitionTypes(), opened.tableLock());
    this.booted = settings.running().current();
    this.now = settings.clock().instant();
    this.table = TwoSlots.require(disk.read());
    this.journal = UpdateJournal.open(settings.journalStore(), table.table().diskGuid(), operation);
    journal.write(reconciled(table));
    this.state = Reconciler.state(journal.current(), booted.slot());
  }

  /** Opens a session, or changes nothing but the journal, which may only become truer. */
  static EngineSession open(EngineSettings settings, String operation) throws IOException {
    // The disk first: where there is none, nothing is to be kept either.
    DiskOpener.Opened opened = settings.disk().open(operation);
    try {
      SmallFiles.createDirectories(settings.stateDirectory());
      EngineLock lock = EngineLock.acquire(settings.lockFile(), operation);
      try {
        return new EngineSession(lock, opened, settings, operation);
      } catch (IOException | RuntimeException e) {
        try (lock) {
          throw e;
        }
      }
    } catch (IOException | RuntimeException e) {
      try (opened) {
        throw e;
      }
    }
  }

  /** What the journal becomes with a table. */
  Journal reconciled(SlotTable slots) throws IOException {
    return Reconciler.reconcile(
        journal.current(),
        slots,
        running(),
        () -> SlotPartitions.version(device, slots, running()),
        now);
  }

  SlotDisk disk() {
    return disk;
  }

  UpdateJournal journal() {
    return journal;
  }

  SlotTable table() {
    return table;
  }

  SlotId running() {
    return booted.slot();
  }

  EngineState state() {
    return state;
  }

  Instant now() {
    return now;
  }

  /** The version that runs, from the system itself or from the boot configuration of its slot. */
  Version runningVersion() throws IOException {
    return booted.version().isPresent() ? booted.version().get() : bootConfiguration().version();
  }

  /** What the boot loader starts from the running slot. */
  BootConfiguration bootConfiguration() throws IOException {
    return BootConfiguration.read(SlotPartitions.boot(device, table, running()));
  }

  SlotVerifier verifier(SlotId slot, WorkContext work) {
    return new SlotVerifier(SlotPartitions.of(device, table, slot), work);
  }

  /**
   * Refuses a change of the partition table that could not be committed, before it is written down
   * as an intention and before anything is done for it.
   */
  void checkCommittable(String operation) throws IOException {
    GptReadResult found = GptReader.read(device);
    for (GptIssue issue : found.needsRepair() ? found.issues() : List.<GptIssue>of()) {
      if (issue.kind() == GptIssue.Kind.BACKUP_UNREACHABLE
          || issue.kind() == GptIssue.Kind.NO_ROOM_FOR_REPAIR) {
        throw new StateConflictException(
            issue.kind().name(),
            operation,
            issue.detail(),
            "a partition table with room for both of its copies");
      }
    }
  }

  StateConflictException refused(String code, String operation, String expected) {
    return new StateConflictException(
        code, operation, "state " + state + ", running slot " + running() + ", " + table, expected);
  }

  @Override
  public void close() throws IOException {
    try (lock) {
      opened.close();
    }
  }
}
