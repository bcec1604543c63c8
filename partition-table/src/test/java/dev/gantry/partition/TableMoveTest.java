// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.GantryException;
import dev.gantry.core.Guid;
import dev.gantry.testkit.DeviceEvent;
import dev.gantry.testkit.RecordingDevice;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a commit that moves the backup leaves alone, and what it makes durable. */
class TableMoveTest {
  private static final Guid TYPE = new Guid(1, 2);
  private static final int SECTORS = 1000;
  private static final int ENTRY_SECTORS = 32;

  private static GptPartition partition(int number, long first, long last) {
    return new GptPartition(number, TYPE, new Guid(5, number), first, last, 0, "p" + number);
  }

  private static GptTable table() {
    return GptTable.builder(new Guid(3, 3), 512, SECTORS).add(partition(1, 100, 600)).build();
  }

  private static BlockDevice resized(BlockDevice disk, int sectors) throws IOException {
    byte[] content = Tables.bytes(disk, 0, (int) disk.sizeBytes());
    return BlockDevices.inMemory(Arrays.copyOf(content, sectors * 512), 512);
  }

  /** A partition where the backup's entries would be, and something else where its header would. */
  @Test
  void dataInThePlaceOfABackupThatNeverWasIsKept() throws IOException {
    GptTable odd =
        new GptTable(
            new Guid(3, 3),
            new TableGeometry(512, SECTORS, 34, SECTORS - 2, 128, 128),
            List.of(partition(1, 700, SECTORS - 2)));
    BlockDevice small = BlockDevices.inMemory(new byte[SECTORS * 512], 512);
    CopyWriter writer = new CopyWriter(odd, DiskState.forNew(odd.geometry()));
    CopyWriter.write(small, List.of(writer.primaryHeader(), writer.primaryEntries()));
    byte[] data = new byte[300 * 512];
    Arrays.fill(data, (byte) 0x55);
    Tables.put(small, 700 * 512, data);
    assertTrue(GptReader.read(small).has(GptIssue.Kind.NO_ROOM_FOR_REPAIR));
    assertEquals(
        "NO_ROOM_FOR_REPAIR",
        assertThrows(GantryException.class, () -> GptCommitter.repair(small)).code());

    BlockDevice disk = resized(small, 3000);
    GptTable grown = GptReader.read(disk).table().forDisk(3000);
    GptCommitter.commit(disk, odd, grown);

    assertEquals(grown, GptReader.read(disk).table());
    assertFalse(GptReader.read(disk).needsRepair());
    assertArrayEquals(data, Tables.bytes(disk, 700 * 512, data.length));
  }

  @Test
  void aDiskThatWasCutGetsItsBackup() throws IOException {
    for (int sectors : new int[] {SECTORS - 1, SECTORS - ENTRY_SECTORS - 1, 800, 634}) {
      BlockDevice disk = resized(Tables.disk(table()), sectors);
      assertTrue(GptReader.read(disk).has(GptIssue.Kind.BACKUP_UNREACHABLE));
      GptTable cut = table().forDisk(sectors);
      GptCommitter.commit(disk, table(), cut);
      assertEquals(List.of(), GptReader.read(disk).issues(), sectors + " sectors");
      assertEquals(cut, GptReader.read(disk).table());
      assertEquals(sectors - 1, MasterBootRecord.read(disk).records().get(0).sectorCount());
    }
  }

  /** What is cleared is cleared for good once the commit is over. */
  @Test
  void theLastThingIsABarrier() throws IOException {
    RecordingDevice disk = new RecordingDevice(resized(Tables.disk(table()), 3000), 512);
    GptCommitter.commit(disk, table(), table().forDisk(3000));
    List<DeviceEvent> events = disk.events();
    assertEquals(new DeviceEvent.Flush(), events.get(events.size() - 1));
    byte[] old = new byte[(ENTRY_SECTORS + 1) * 512];
    assertArrayEquals(old, Tables.bytes(disk, (SECTORS - 33) * 512, old.length));
  }

  /** A move that only gives up sectors of the usable range has nothing to clear. */
  @Test
  void aMoveThatLeavesNothingWritesNothingMore() throws IOException {
    RecordingDevice disk = new RecordingDevice(Tables.disk(table()), 512);
    GptTable narrow = table().toBuilder().usable(64, 900).build();
    GptCommitter.commit(disk, table(), narrow);
    assertEquals(narrow, GptReader.read(disk).table());
    long flushes = disk.events().stream().filter(DeviceEvent.Flush.class::isInstance).count();
    assertEquals(3, flushes, "backup, primary header, primary entries");
  }

  /** The old copy's sectors end behind the new copy's, and those alone are cleared. */
  @Test
  void whatIsLeftBehindTheNewCopyIsCleared() throws IOException {
    BlockDevice disk = Tables.disk(table());
    GptTable shorter = table().forDisk(SECTORS - 10);
    GptCommitter.commit(disk, table(), shorter);
    GptReadResult found = GptReader.read(disk);
    assertEquals(shorter, found.table());
    assertEquals(
        List.of(GptIssue.Kind.BACKUP_NOT_AT_END),
        found.issues().stream().map(GptIssue::kind).toList());
    assertArrayEquals(new byte[10 * 512], Tables.bytes(disk, (SECTORS - 10) * 512, 10 * 512));
  }

  /** Entries that another tool put away from their header stay, as long as they have room there. */
  @Test
  void backupEntriesElsewhereStayWhereTheyHaveRoom() throws IOException {
    TableGeometry geometry = table().geometry();
    RawEntries entries = DiskState.forNew(geometry).entries();
    DiskState away = new DiskState(92, 2, SECTORS - 1, 950, entries);
    assertEquals(950, away.movedTo(geometry.withUsable(34, 949)).backupEntriesLba());
    assertEquals(967, away.movedTo(geometry.withUsable(34, 950)).backupEntriesLba());
    assertEquals(SECTORS - 1 - 64, away.movedTo(geometry.withEntries(256, 128)).backupEntriesLba());
    assertEquals(
        2 * SECTORS - 33, away.movedTo(geometry.withSectorCount(2 * SECTORS)).backupEntriesLba());
  }
}
