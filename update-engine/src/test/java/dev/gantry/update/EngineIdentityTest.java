// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.core.Guid;
import dev.gantry.core.StateConflictException;
import dev.gantry.core.Version;
import dev.gantry.partition.GptCommitter;
import dev.gantry.partition.GptReader;
import dev.gantry.partition.GptTable;
import dev.gantry.partition.slot.SlotId;
import dev.gantry.update.plan.UpdatePolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** The engine's memory is about one disk, and what is confirmed is what the slot holds. */
class EngineIdentityTest {
  private static final UpdatePolicy LATEST = UpdatePolicy.defaults();

  @TempDir private Path directory;
  private TestMachine machine;

  @BeforeEach
  void setUp() throws IOException {
    TestRepository repository = new TestRepository(directory.resolve("repo"));
    TestRelease first = TestRelease.of("1.0.0");
    repository.publish(first, TestRelease.of("1.1.0"));
    machine = new TestMachine(directory, repository, first);
  }

  private <T extends GantryException> T refused(Class<T> type, Executable call) {
    byte[] disk = machine.copyOfDisk();
    Optional<Bytes> journal = machine.journal.content();
    T refusal = assertThrows(type, call);
    assertTrue(machine.diskEquals(disk), "the disk changed");
    assertEquals(journal, machine.journal.content());
    return refusal;
  }

  private void conflict(String code, Executable call) {
    assertEquals(code, refused(StateConflictException.class, call).code());
  }

  private UpdateEngine running(SlotId slot, String version) throws IOException {
    BootedSystem booted = new BootedSystem(slot, Optional.of(Version.parse(version)));
    return UpdateEngine.builder(machine.stateDirectory(), () -> booted)
        .disk(machine.disk)
        .journalStore(machine.journal)
        .clock(machine.clock)
        .build();
  }

  @Test
  void theStateOfAnotherDiskIsRefusedByEveryCall() throws IOException {
    machine.engine().stage(LATEST);
    machine.engine().activate();
    GptTable table = GptReader.read(machine.disk).table();
    GptTable other = table.toBuilder().diskGuid(new Guid(4, 5)).build();
    GptCommitter.unsafeReplace(machine.disk, other);
    machine.running = SlotId.B;
    UpdateEngine engine = machine.engine();
    List<Executable> calls =
        List.of(
            engine::status,
            engine::check,
            () -> engine.stage(LATEST),
            engine::activate,
            engine::confirm,
            engine::cancel,
            engine::rollback);
    for (Executable call : calls) {
      conflict("STATE_OF_OTHER_DISK", call);
    }
    GptCommitter.unsafeReplace(machine.disk, table);
    assertEquals(EngineState.TRIAL, engine.status().state());
    engine.confirm();
  }

  @Test
  void anEmptySlotIsNotConfirmed() throws IOException {
    UpdateEngine engine = running(SlotId.B, "1.0.0");
    refused(GantryException.class, engine::confirm);
  }

  @Test
  void aSlotWithAnotherVersionThanRunsIsNotConfirmed() throws IOException {
    conflict("RUNNING_VERSION_DIFFERS", running(SlotId.A, "1.2.0")::confirm);
    machine.write(SlotId.B, TestRelease.of("0.9.0"));
    conflict("RUNNING_VERSION_DIFFERS", running(SlotId.B, "1.0.0")::confirm);
    assertEquals(Version.of(1, 0, 0), running(SlotId.A, "1.0.0").confirm().version());
  }

  @Test
  void anInstalledSlotWhoseBootImageChangedIsNotConfirmed() throws IOException {
    SlotContent content = machine.engine().stage(LATEST).content();
    machine.engine().activate();
    assertEquals(Version.of(1, 1, 0), machine.boot());
    int end =
        machine.offset(machine.table().slot(SlotId.B).boot()) + (int) content.boot().lengthBytes();
    machine.content[end - 1] ^= 1;
    machine.engine().status();
    machine.engine().check();
    conflict("RUNNING_VERSION_DIFFERS", machine.engine()::confirm);
    machine.content[end - 1] ^= 1;
    assertEquals(Version.of(1, 1, 0), machine.engine().confirm().version());
  }

  @Test
  void aSlotThatWasMarkedGoodWithOtherContentIsNotRecorded() throws IOException {
    machine.engine().stage(LATEST);
    machine.engine().activate();
    machine.boot();
    machine.write(SlotId.B, TestRelease.of("0.9.0"));
    GptTable table = GptReader.read(machine.disk).table();
    GptCommitter.commit(
        machine.disk,
        table,
        dev.gantry.partition.slot.SlotOperation.MARK_SUCCESSFUL_BOOT
            .apply(machine.table(), SlotId.B)
            .table());
    EngineStatus status = machine.engine().status();
    assertEquals(EngineState.IDLE, status.state());
    assertTrue(status.lastConfirmed().isEmpty());
  }
}
