// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.slot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.StateConflictException;
import dev.gantry.partition.GptReader;
import dev.gantry.partition.Tables;
import dev.gantry.partition.layout.PartitionTypes;
import dev.gantry.testkit.RecordingDevice;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlotDiskTest {
  @Test
  void appliesOperationsUnderTheLock() throws IOException {
    RecordingDevice device = new RecordingDevice(Tables.disk(Tables.table(512)));
    int[] locks = new int[2];
    SlotDisk disk =
        SlotDisk.of(
            device,
            PartitionTypes.BOTTLEROCKET,
            () -> {
              assertEquals(locks[0], locks[1]);
              locks[0]++;
              return () -> locks[1]++;
            });
    SlotTable before = disk.read();
    assertEquals(List.of(), device.events());
    SlotTable after = disk.apply(SlotOperation.MARK_INACTIVE_VALID, SlotId.A);
    assertEquals(new SlotAttributes(0, 1, false), after.slot(SlotId.B).attributes());
    assertEquals(after, disk.read());
    assertEquals(1, locks[1]);
    int written = device.events().size();
    assertEquals(7, written);

    assertThrows(
        StateConflictException.class, () -> disk.apply(SlotOperation.CLEAR_INACTIVE, SlotId.B));
    assertEquals(2, locks[1]);
    StateConflictException changed =
        assertThrows(StateConflictException.class, () -> disk.commit(before, after));
    assertEquals("TABLE_CHANGED", changed.code());
    assertEquals(3, locks[1]);
    assertEquals(written, device.events().size(), "a refusal writes nothing");
    disk.commit(after, before);
    assertEquals(before, disk.read());
    assertEquals(4, locks[1]);
  }

  @Test
  void changesNothingOnTheDiskWhereNothingChanges() throws IOException {
    RecordingDevice device = new RecordingDevice(Tables.disk(Tables.table(512)));
    SlotDisk disk = SlotDisk.of(device);
    disk.apply(SlotOperation.CLEAR_INACTIVE, SlotId.A);
    assertEquals(List.of(), device.events());
  }

  @Test
  void repairsBeforeItChanges() throws IOException {
    BlockDevice device = Tables.disk(Tables.table(512));
    Tables.damage(device, 512);
    SlotDisk disk = SlotDisk.of(device);
    assertTrue(GptReader.read(device).needsRepair());
    SlotTable after = disk.apply(SlotOperation.MARK_SUCCESSFUL_BOOT, SlotId.A);
    assertTrue(after.hasBootEverSucceeded());
    assertFalse(GptReader.read(device).needsRepair());
    assertEquals(after, disk.read());
    Tables.damage(device, 1024);
    assertEquals(List.of(), disk.repair().issues());
  }
}
