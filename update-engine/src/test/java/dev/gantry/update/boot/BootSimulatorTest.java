// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.Version;
import dev.gantry.partition.GptCommitter;
import dev.gantry.partition.GptPartition;
import dev.gantry.partition.GptReader;
import dev.gantry.partition.GptTable;
import dev.gantry.partition.slot.SlotAttributes;
import dev.gantry.partition.slot.SlotId;
import dev.gantry.testkit.DeviceEvent;
import dev.gantry.testkit.RecordingDevice;
import dev.gantry.update.boot.BootOutcome.Failed;
import dev.gantry.update.boot.BootOutcome.Reason;
import dev.gantry.update.boot.BootOutcome.Running;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootSimulatorTest {
  private static final Version ONE = Version.of(1, 0, 0);
  private static final Version TWO = Version.of(2, 0, 0);

  @TempDir private Path directory;
  private TestDisk disk;
  private BootSimulator machine;

  @BeforeEach
  void assemble() throws IOException {
    disk = new TestDisk(directory);
    machine = BootSimulator.of(disk.device());
  }

  @AfterEach
  void close() throws IOException {
    disk.close();
  }

  @Test
  void goodSlotRunsAndNothingIsWritten() throws IOException {
    RecordingDevice recorder = new RecordingDevice(disk.device());
    Running running = assertInstanceOf(Running.class, BootSimulator.of(recorder).boot());
    assertEquals(SlotId.A, running.slot());
    assertEquals(ONE, running.version());
    assertEquals(running.configuration().rootHash(), running.rootHash());
    assertEquals(new SlotAttributes(1, 0, true), running.before());
    assertEquals(running.before(), running.after());
    assertEquals(List.of(), recorder.events());
  }

  @Test
  void trialUsesUpATryWithTheCommitProtocol() throws IOException {
    disk.installB("2.0.0");
    RecordingDevice recorder = new RecordingDevice(disk.device());
    Running running = assertInstanceOf(Running.class, BootSimulator.of(recorder).boot());
    assertEquals(TWO, running.version());
    assertEquals(new SlotAttributes(2, 1, false), running.before());
    assertEquals(new SlotAttributes(2, 0, false), running.after());
    assertEquals(3, recorder.events().stream().filter(DeviceEvent.Flush.class::isInstance).count());
    assertEquals(
        running.after(),
        SlotAttributes.decode(
            GptReader.read(recorder)
                .table()
                .partition(disk.slots().slot(SlotId.B).boot().number())
                .orElseThrow()
                .attributes()));
  }

  @Test
  void unhealthyTrialFallsBackByItself() throws IOException {
    disk.installB("2.0.0");
    BootSequence sequence = machine.bootUntilRunning(5, version -> !version.equals(TWO));
    assertEquals(2, sequence.outcomes().size());
    Failed failed = assertInstanceOf(Failed.class, sequence.outcomes().get(0));
    assertEquals(Reason.UNHEALTHY, failed.reason());
    assertEquals(Optional.of(TWO), failed.version());
    assertEquals(Optional.of(SlotId.B), failed.slot());
    assertFalse(failed.leavesDiskAsItWas());
    assertEquals(ONE, sequence.running().orElseThrow().version());
    assertFalse(sequence.endless());
  }

  @Test
  void corruptTrialFallsBackByItself() throws IOException {
    disk.installB("2.0.0");
    disk.flip(disk.slots().slot(SlotId.B).root(), 4096 * 500 + 3);
    BootSequence sequence = machine.bootUntilRunning(5);
    Failed failed = assertInstanceOf(Failed.class, sequence.outcomes().get(0));
    assertEquals(Reason.ROOT_CORRUPT, failed.reason());
    assertEquals(ONE, sequence.running().orElseThrow().version());
  }

  @Test
  void confirmedCorruptSlotLoopsForEver() throws IOException {
    disk.flip(disk.slots().slot(SlotId.A).root(), 0);
    BootSequence sequence = machine.bootUntilRunning(100);
    assertTrue(sequence.endless());
    assertEquals(1, sequence.outcomes().size());
    assertEquals(Optional.empty(), sequence.running());
    assertEquals(Reason.ROOT_CORRUPT, ((Failed) sequence.last()).reason());
  }

  @Test
  void hashTreeIsCheckedToo() throws IOException {
    disk.flip(disk.slots().slot(SlotId.A).hash(), 4096 + 5);
    assertEquals(Reason.ROOT_CORRUPT, failure().reason());
  }

  @Test
  void superblockIsNotLookedAtByTheKernel() throws IOException {
    disk.flip(disk.slots().slot(SlotId.A).hash(), 0);
    assertInstanceOf(Running.class, machine.boot());
  }

  @Test
  void brokenBootPartitionIsAnOutcome() throws IOException {
    GptPartition boot = disk.slots().slot(SlotId.A).boot();
    disk.flip(boot, 257);
    Failed failed = failure();
    assertEquals(Reason.BAD_BOOT_PARTITION, failed.reason());
    assertEquals("UNSUPPORTED_FORMAT", failed.code());
    assertEquals(Optional.empty(), failed.version());
    assertTrue(failed.leavesDiskAsItWas());
  }

  @Test
  void slotWithoutContentFallsBack() throws IOException {
    disk.set(SlotId.B, 3, 1, false);
    BootSequence sequence = machine.bootUntilRunning(2);
    assertEquals(Reason.BAD_BOOT_PARTITION, ((Failed) sequence.outcomes().get(0)).reason());
    assertEquals(ONE, sequence.running().orElseThrow().version());
  }

  @Test
  void nothingBootableIsAnOutcome() throws IOException {
    disk.set(SlotId.A, 0, 0, true);
    Failed failed = failure();
    assertEquals(Reason.NOTHING_BOOTABLE, failed.reason());
    assertEquals(Optional.empty(), failed.slot());
    assertTrue(machine.bootUntilRunning(9).endless());
  }

  @Test
  void diskWithoutTableIsAnOutcome() throws IOException {
    BlockDevice empty = BlockDevices.inMemory(1 << 20);
    Failed failed = assertInstanceOf(Failed.class, BootSimulator.of(empty).boot());
    assertEquals(Reason.NO_TABLE, failed.reason());
  }

  @Test
  void backupTableIsEnough() throws IOException {
    disk.installB("2.0.0");
    disk.device().writeFully(512, ByteBuffer.allocate(512));
    Running running = assertInstanceOf(Running.class, machine.boot());
    assertEquals(TWO, running.version());
    assertFalse(GptReader.read(disk.device()).needsRepair(), "the loader repairs when it writes");
  }

  @Test
  void tableThatTheLoaderRefusesIsAnOutcome() throws IOException {
    GptTable table = disk.slots().table();
    RecordingDevice newer = new RecordingDevice(disk.device());
    GptPartition boot = disk.slots().slot(SlotId.A).boot();
    GptCommitter.commit(newer, table, table.withPartition(boot.withAttributes(1L << 49)));
    ByteBuffer header = ByteBuffer.allocate(512);
    newer.readFully(512, header);
    disk.device().writeFully(512, header.flip());
    Failed failed = failure();
    assertEquals(Reason.NO_TABLE, failed.reason());
    assertEquals("GPT_COPIES_DISAGREE", failed.code());
  }

  @Test
  void kernelFindsPartitionsByNumber() throws IOException {
    GptTable table = disk.slots().table();
    GptPartition root = disk.slots().slot(SlotId.A).root();
    int free = table.partitions().size() + 1;
    GptTable moved =
        table.toBuilder()
            .remove(root.number())
            .add(
                new GptPartition(
                    free,
                    root.typeGuid(),
                    root.uniqueGuid(),
                    root.firstLba(),
                    root.lastLba(),
                    root.attributes(),
                    root.name()))
            .build();
    GptCommitter.commit(disk.device(), table, moved);
    Failed failed = failure();
    assertEquals(Reason.ROOT_NOT_FOUND, failed.reason());
    assertEquals(Optional.of(ONE), failed.version());
  }

  @Test
  void attemptsMustBePositive() {
    assertThrows(IllegalArgumentException.class, () -> machine.bootUntilRunning(0));
  }

  private Failed failure() throws IOException {
    return assertInstanceOf(Failed.class, machine.boot());
  }
}
