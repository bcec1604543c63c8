// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.slot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.Bytes;
import dev.gantry.core.StateConflictException;
import dev.gantry.partition.GptReadResult;
import dev.gantry.partition.GptReader;
import dev.gantry.partition.GptTable;
import dev.gantry.partition.LoaderModel;
import dev.gantry.partition.Tables;
import dev.gantry.testkit.CrashStates;
import dev.gantry.testkit.RecordingDevice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The power fails at every moment of every slot operation, and {@link LoaderModel} boots. */
class SlotCrashTest {
  private long states;
  private long commits;

  /** States in which each operation is allowed at least once, whichever slots there are. */
  private static List<SlotTable> starts(int slots, int sectorSize) throws IOException {
    SlotTable fresh = SlotTables.of(SlotScheme.BOTTLEROCKET, slots, sectorSize);
    SlotId last = SlotId.of(slots - 1);
    SlotTable staged = SlotOperation.MARK_INACTIVE_VALID.apply(fresh, SlotId.A, last);
    SlotTable activated = SlotOperation.UPGRADE_TO_INACTIVE.apply(staged, SlotId.A, last);
    SlotTable confirmed =
        SlotOperation.MARK_SUCCESSFUL_BOOT.apply(
            SlotTable.of(BootSelector.select(activated.table()).orElseThrow().after()), last);
    List<SlotAttributes> good = new ArrayList<>();
    for (int i = 0; i < slots; i++) {
      good.add(new SlotAttributes(i + 1, i % 3, true));
    }
    return List.of(fresh, staged, activated, confirmed, SlotTables.with(fresh, good));
  }

  @ParameterizedTest
  @CsvSource({"2,512", "2,4096", "3,512", "3,4096", "5,512", "5,4096", "15,512", "15,4096"})
  void everyCrashStateBootsTheOldOrTheNewSlots(int slots, int sectorSize) throws IOException {
    for (SlotTable before : starts(slots, sectorSize)) {
      List<SlotId> some =
          slots > 5
              ? List.of(SlotId.A, SlotId.of(7), SlotId.of(slots - 1))
              : before.slots().stream().map(Slot::id).toList();
      for (SlotOperation operation : SlotOperation.values()) {
        for (SlotId running : some) {
          for (SlotId target : some) {
            if (running != target && (operation.hasTarget() || target == some.get(0))) {
              crash(before, operation, running, target);
            }
          }
        }
      }
    }
    assertTrue(commits > 10, commits + " commits");
    System.out.println(
        "slot operations, "
            + slots
            + " slots, "
            + sectorSize
            + "-byte sectors: "
            + states
            + " crash states of "
            + commits
            + " commits, 0 unbootable");
  }

  private void crash(SlotTable before, SlotOperation operation, SlotId running, SlotId target)
      throws IOException {
    int sectorSize = before.table().sectorSizeBytes();
    RecordingDevice device = new RecordingDevice(Tables.disk(before.table()), sectorSize);
    SlotDisk disk = SlotDisk.of(device);
    SlotTable after;
    try {
      after =
          operation.hasTarget()
              ? disk.apply(operation, running, target)
              : disk.apply(operation, running);
    } catch (StateConflictException refused) {
      assertEquals(List.of(), device.events(), "a refusal writes nothing");
      return;
    }
    if (after.equals(before)) {
      assertEquals(List.of(), device.events());
      return;
    }
    commits++;
    Bytes old = entries(before.table());
    Bytes next = entries(after.table());
    states +=
        CrashStates.forEach(
            device.initial(),
            device.events(),
            sectorSize,
            state -> {
              Optional<LoaderModel.Boot> boot = LoaderModel.boot(state.disk(), sectorSize);
              Bytes booted = boot.map(LoaderModel.Boot::entries).orElse(Bytes.empty());
              assertTrue(
                  booted.equals(old) || booted.equals(next),
                  () -> operation + " of " + before + ": " + state.description());
              GptReadResult found = GptReader.read(state.disk());
              SlotTable expected = booted.equals(next) ? after : before;
              assertEquals(expected, SlotTable.of(found.table()));
              assertEquals(
                  boot.map(each -> each.number()),
                  expected.nextBoot().map(id -> expected.slot(id).boot().number()));
            });
  }

  private static Bytes entries(GptTable table) throws IOException {
    BlockDevice disk = Tables.disk(table);
    return Bytes.of(Tables.bytes(disk, 2L * table.sectorSizeBytes(), table.entryCount() * 128));
  }
}
