// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockSource;
import dev.gantry.core.Bytes;
import dev.gantry.core.Guid;
import dev.gantry.partition.layout.PartitionTypes;
import dev.gantry.partition.slot.SlotId;
import dev.gantry.partition.slot.SlotOperation;
import dev.gantry.partition.slot.SlotTable;
import dev.gantry.testkit.CrashState;
import dev.gantry.testkit.CrashStates;
import dev.gantry.testkit.DeviceEvent;
import dev.gantry.testkit.RecordingDevice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The power fails at every moment of a commit or a repair, and {@link LoaderModel} boots. */
class CommitCrashTest {
  private record Change(GptTable before, GptTable after) {}

  private record Tally(long states, long failures) {}

  /** What an upgrade changes, and every sector of the entries besides. */
  private static Change change(int sectorSize) throws IOException {
    GptTable plain = Tables.table(sectorSize);
    GptTable.Builder full = plain.toBuilder();
    for (int number = plain.partitions().size() + 1; number <= plain.entryCount(); number++) {
      long lba = plain.lastUsableLba() - number;
      Guid type = PartitionTypes.BOTTLEROCKET.data();
      full.add(new GptPartition(number, type, new Guid(7, number), lba, lba, 0, "n" + number));
    }
    GptTable before = full.build();
    SlotTable slots = SlotTable.of(before);
    slots = SlotOperation.MARK_INACTIVE_VALID.apply(slots, SlotId.A);
    slots = SlotOperation.UPGRADE_TO_INACTIVE.apply(slots, SlotId.A);
    GptTable.Builder after = slots.table().toBuilder();
    for (int number = plain.partitions().size() + 1; number <= plain.entryCount(); number++) {
      after.replace(before.partition(number).orElseThrow().withAttributes(-1));
    }
    return new Change(before, after.build());
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 4096})
  void everyCrashStateOfACommitBootsOneOfTheTwoTables(int sectorSize) throws IOException {
    Change change = change(sectorSize);
    RecordingDevice recorder = recorder(change.before, sectorSize);
    GptCommitter.commit(recorder, change.before, change.after);
    assertEquals(7, recorder.events().size(), "four writes and three barriers");

    Tally tally = tally(recorder.initial(), recorder.events(), sectorSize, change, true);
    System.out.println(
        "GPT commit, " + sectorSize + "-byte sectors: " + tally.states + " crash states, 0 fail");
    assertEquals(0, tally.failures);
    assertTrue(tally.states > 50, "states " + tally.states);

    Tally bare =
        tally(
            recorder.initial(),
            CrashStates.withoutBarriers(recorder.events()),
            sectorSize,
            change,
            false);
    System.out.println("  without its barriers: " + bare.failures + " of " + bare.states + " fail");
    assertTrue(bare.failures > 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 4096})
  void otherOrdersHaveStatesThatDoNotBoot(int sectorSize) throws IOException {
    Change change = change(sectorSize);
    RecordingDevice recorder = recorder(change.before, sectorSize);
    GptCommitter.commit(recorder, change.before, change.after);
    List<DeviceEvent> log = recorder.events();
    DeviceEvent backupEntries = log.get(0);
    DeviceEvent backupHeader = log.get(1);
    DeviceEvent primaryHeader = log.get(3);
    DeviceEvent primaryEntries = log.get(5);
    DeviceEvent barrier = new DeviceEvent.Flush();

    Tally common =
        tally(
            recorder.initial(),
            List.of(
                backupEntries,
                backupHeader,
                barrier,
                primaryEntries,
                barrier,
                primaryHeader,
                barrier),
            sectorSize,
            change,
            false);
    System.out.println(
        "  backup, primary entries, primary header, with barriers: "
            + common.failures
            + " of "
            + common.states
            + " fail");
    assertTrue(common.failures > 0);

    Tally signpost =
        tally(
            recorder.initial(),
            List.of(primaryHeader, primaryEntries, backupHeader, backupEntries),
            sectorSize,
            change,
            false);
    System.out.println(
        "  primary header and entries, backup header and entries, no barrier: "
            + signpost.failures
            + " of "
            + signpost.states
            + " fail");
    assertTrue(signpost.failures > 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 4096})
  void everyCrashStateOfARepairBootsTheSameTable(int sectorSize) throws IOException {
    GptTable table = change(sectorSize).before;
    GptTable other = change(sectorSize).after;
    Change same = new Change(table, table);
    long end = table.sectorCount() * sectorSize;
    long backupEntries = end - sectorSize - 16384;
    long states = 0;
    int starts = 0;
    for (BlockDevice disk : damaged(table, other, sectorSize, end, backupEntries)) {
      assertTrue(GptReader.read(disk).needsRepair());
      for (boolean withCommit : new boolean[] {false, true}) {
        RecordingDevice recorder = new RecordingDevice(disk, sectorSize);
        Change change = same;
        if (withCommit) {
          GptCommitter.commit(recorder, table, other);
          change = new Change(table, other);
        } else {
          GptCommitter.repair(recorder);
        }
        Tally tally = tally(recorder.initial(), recorder.events(), sectorSize, change, true);
        assertEquals(0, tally.failures, "start " + starts);
        states += tally.states;
      }
      starts++;
    }
    System.out.println(
        "GPT repair, and commit after repair, "
            + sectorSize
            + "-byte sectors: "
            + states
            + " crash states from "
            + starts
            + " damaged disks, 0 fail");
  }

  /** A table that no loader boots is not made worse: until it is repaired, its backup remains. */
  @ParameterizedTest
  @ValueSource(ints = {512, 4096})
  void repairOfWhatTheLoaderRefusesKeepsTheBackup(int sectorSize) throws IOException {
    Change change = change(sectorSize);
    BlockDevice disk = Tables.disk(change.before);
    BlockDevice next = Tables.disk(change.after);
    Tables.put(disk, sectorSize, Tables.bytes(next, sectorSize, sectorSize));
    assertEquals(Optional.empty(), LoaderModel.boot(disk, sectorSize));
    assertFalse(GptReader.read(disk).loaderAccepts());
    RecordingDevice recorder = new RecordingDevice(disk, sectorSize);
    GptCommitter.repair(recorder);
    CrashStates.forEach(
        recorder.initial(),
        recorder.events(),
        sectorSize,
        state -> {
          assertEquals(change.before, GptReader.read(state.disk()).table());
          assertEquals(List.of(), GptCommitter.repair(state.device()).issues());
        });
    assertTrue(LoaderModel.boot(recorder, sectorSize).isPresent());
  }

  private static List<BlockDevice> damaged(
      GptTable table, GptTable other, int sectorSize, long end, long backupEntries)
      throws IOException {
    List<BlockDevice> disks = new ArrayList<>();
    for (long offset :
        new long[] {
          sectorSize,
          sectorSize + 90,
          2L * sectorSize + 5,
          2L * sectorSize + 119 * 128,
          end - sectorSize,
          end - sectorSize + 30,
          backupEntries + 1,
          backupEntries + 16000
        }) {
      BlockDevice disk = Tables.disk(table);
      Tables.damage(disk, offset);
      disks.add(disk);
    }
    // What a cut commit leaves: header and entries of one copy changed, or all of the backup.
    BlockDevice next = Tables.disk(other);
    int backupBytes = (int) (end - backupEntries);
    BlockDevice newBackup = Tables.disk(table);
    Tables.put(newBackup, backupEntries, Tables.bytes(next, backupEntries, backupBytes));
    disks.add(newBackup);
    BlockDevice newBackupHeader = Tables.disk(table);
    Tables.put(newBackupHeader, end - sectorSize, Tables.bytes(next, end - sectorSize, sectorSize));
    disks.add(newBackupHeader);
    BlockDevice noPrimary = Tables.disk(table);
    Tables.put(noPrimary, sectorSize, new byte[sectorSize + 16384]);
    disks.add(noPrimary);
    BlockDevice noBackup = Tables.disk(table);
    Tables.put(noBackup, backupEntries, new byte[backupBytes]);
    disks.add(noBackup);
    return disks;
  }

  private static RecordingDevice recorder(GptTable table, int sectorSize) throws IOException {
    return new RecordingDevice(Tables.disk(table), sectorSize);
  }

  private static Tally tally(
      BlockSource initial,
      List<DeviceEvent> events,
      int sectorSize,
      Change change,
      boolean mustRecover)
      throws IOException {
    Bytes before = entries(change.before);
    Bytes after = entries(change.after);
    long[] failures = new long[1];
    long states =
        CrashStates.forEach(
            initial,
            events,
            sectorSize,
            state -> {
              Optional<Bytes> booted =
                  LoaderModel.boot(state.disk(), sectorSize).map(LoaderModel.Boot::entries);
              if (!booted.equals(Optional.of(before)) && !booted.equals(Optional.of(after))) {
                failures[0]++;
              }
              if (mustRecover) {
                assertRecovers(state, change, booted.equals(Optional.of(after)));
              }
            });
    return new Tally(states, failures[0]);
  }

  /** Our reader sees what the loader sees, and a repair keeps it. */
  private static void assertRecovers(CrashState state, Change change, boolean isNew)
      throws IOException {
    GptTable expected = isNew ? change.after : change.before;
    GptReadResult found = GptReader.read(state.disk());
    assertEquals(expected, found.table());
    assertTrue(found.loaderAccepts());
    BlockDevice copy = state.device();
    GptReadResult repaired = GptCommitter.repair(copy);
    assertEquals(expected, repaired.table());
    assertEquals(List.of(), repaired.issues());
  }

  private static Bytes entries(GptTable table) throws IOException {
    return Bytes.of(
        Tables.bytes(Tables.disk(table), 2L * table.sectorSizeBytes(), table.entryCount() * 128));
  }
}
