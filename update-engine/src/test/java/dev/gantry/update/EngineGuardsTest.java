// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.StateConflictException;
import dev.gantry.core.Version;
import dev.gantry.partition.GptCommitter;
import dev.gantry.partition.GptReader;
import dev.gantry.partition.GptTable;
import dev.gantry.partition.slot.SlotAttributes;
import dev.gantry.partition.slot.SlotId;
import dev.gantry.testkit.FaultyDevice;
import dev.gantry.update.plan.UpdatePolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What is refused early, what is not locked, and the ways out of dead ends. */
class EngineGuardsTest {
  private static final UpdatePolicy LATEST = UpdatePolicy.defaults();

  @TempDir private Path directory;
  private TestRepository repository;
  private TestMachine machine;

  @BeforeEach
  void setUp() throws IOException {
    repository = new TestRepository(directory.resolve("repo"));
    TestRelease first = TestRelease.of("1.0.0");
    repository.publish(first, TestRelease.of("1.1.0"));
    machine = new TestMachine(directory, repository, first);
  }

  private void conflict(String code, Executable call) {
    byte[] disk = machine.copyOfDisk();
    Optional<Bytes> journal = machine.journal.content();
    assertEquals(code, assertThrows(StateConflictException.class, call).code());
    assertTrue(machine.diskEquals(disk), "the disk changed");
    assertEquals(journal, machine.journal.content());
  }

  private TufClientFactory afterwards(Executable first) {
    return () -> {
      try {
        first.execute();
      } catch (IOException | RuntimeException | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new AssertionError(e);
      }
      return repository.client(machine.stateDirectory().resolve("tuf"));
    };
  }

  private void mark(SlotId slot, SlotAttributes attributes) throws IOException {
    GptTable table = GptReader.read(machine.disk).table();
    GptCommitter.commit(machine.disk, table, TestDisks.with(table, slot, attributes));
  }

  @Test
  void aHostOfUnknownKindCannotPlan() throws IOException {
    for (List<String> kind : List.of(List.of("", ""), List.of(" ", "x86_64"), List.of("dev", ""))) {
      UpdateEngine engine = machine.builder(machine.disk).host(kind.get(0), kind.get(1)).build();
      conflict("HOST_UNKNOWN", engine::check);
      conflict("HOST_UNKNOWN", () -> engine.plan(LATEST));
      conflict("HOST_UNKNOWN", () -> engine.stage(LATEST));
      engine.confirm();
    }
  }

  @Test
  void whereThereIsNoDiskNothingIsCreated() throws IOException {
    Path state = directory.resolve("no-state");
    Path disk = directory.resolve("no-disk");
    UpdateEngine engine =
        UpdateEngine.builder(state, RunningSystem.of(SlotId.A))
            .disk(disk)
            .repository(() -> repository.client(state.resolve("tuf")))
            .host(TestRelease.VARIANT, TestRelease.ARCH)
            .build();
    assertThrows(IOException.class, engine::status);
    assertThrows(IOException.class, engine::confirm);
    assertThrows(IOException.class, engine::check);
    assertFalse(Files.exists(state));
    assertFalse(Files.exists(disk));
  }

  @Test
  void aSlowRepositoryKeepsNobodyFromConfirming() throws IOException {
    List<ConfirmedRelease> confirmed = new ArrayList<>();
    TufClientFactory slow = afterwards(() -> confirmed.add(machine.engine().confirm()));
    UpdateEngine engine = machine.builder(machine.disk).repository(slow).build();
    assertEquals(Version.of(1, 1, 0), engine.check().chosen().orElseThrow().version());
    engine.stage(LATEST);
    assertEquals(2, confirmed.size());
  }

  @Test
  void whatHappenedDuringTheRefreshIsSeenBeforeStaging() throws IOException {
    TufClientFactory slow =
        afterwards(
            () -> {
              machine.engine().stage(LATEST);
              machine.engine().activate();
            });
    UpdateEngine engine = machine.builder(machine.disk).repository(slow).build();
    StateConflictException e =
        assertThrows(StateConflictException.class, () -> engine.stage(LATEST));
    assertEquals("UPDATE_ACTIVATED", e.code());
    assertEquals(Version.of(1, 1, 0), machine.boot());
  }

  @Test
  void whatFailedDuringTheRefreshIsNotStaged() throws IOException {
    TufClientFactory slow =
        afterwards(
            () -> {
              machine.engine().stage(LATEST);
              machine.engine().activate();
              machine.boot();
              machine.boot();
            });
    UpdateEngine engine = machine.builder(machine.disk).repository(slow).build();
    StateConflictException e =
        assertThrows(StateConflictException.class, () -> engine.stage(LATEST));
    assertEquals("NO_UPDATE_CHOSEN", e.code());
    assertEquals(1, machine.engine().status().failed().size());
  }

  /** Brings the host to 1.1.0 in slot B with both slots confirmed, and offers 1.2.0. */
  private void updateAndOffer() throws IOException {
    machine.engine().confirm();
    machine.engine().stage(LATEST);
    machine.engine().activate();
    machine.boot();
    machine.engine().confirm();
    repository.publish(TestRelease.of("1.2.0"));
  }

  @Test
  void aTableThatCannotBeCommittedIsRefusedBeforeTheNetwork() throws IOException {
    updateAndOffer();
    int requests = repository.targetRequests();
    byte[] cut = Arrays.copyOf(machine.content, machine.content.length - 512);
    UpdateEngine.Builder builder =
        machine
            .builder(TestMachine.over(cut))
            .repository(() -> Optional.<dev.gantry.tuf.TufClient>empty().orElseThrow());
    conflict("BACKUP_UNREACHABLE", () -> builder.build().stage(LATEST));
    conflict("BACKUP_UNREACHABLE", () -> builder.build().rollback());
    assertEquals(requests, repository.targetRequests());
  }

  @Test
  void theWayBackIsKnownUntilItsSlotIsCleared() throws IOException {
    updateAndOffer();
    Optional<ConfirmedRelease> wayBack = machine.journal().confirmedIn(SlotId.A);
    assertTrue(wayBack.isPresent());
    FaultyDevice faulty = FaultyDevice.builder(machine.disk).failWrite(1).build();
    assertThrows(IOException.class, () -> machine.builder(faulty).build().stage(LATEST));
    assertEquals(wayBack, machine.journal().confirmedIn(SlotId.A));
    assertEquals(Version.of(1, 0, 0), machine.engine().rollback().version());
    assertEquals(EngineState.IDLE, machine.engine().cancel());
    machine.engine().stage(LATEST);
    assertTrue(machine.journal().confirmedIn(SlotId.A).isEmpty());
  }

  @Test
  void cancelGivesARunningSlotItsPriorityBack() throws IOException {
    machine.engine().confirm();
    mark(SlotId.A, new SlotAttributes(0, 0, true));
    conflict("RUNNING_SLOT_NOT_SELECTABLE", () -> machine.engine().stage(LATEST));
    assertEquals(EngineState.IDLE, machine.engine().cancel());
    assertEquals(Optional.of(SlotId.A), machine.next());
    conflict("NOTHING_TO_CANCEL", () -> machine.engine().cancel());

    machine.engine().stage(LATEST);
    mark(SlotId.A, new SlotAttributes(0, 0, true));
    assertEquals(EngineState.STAGED, machine.engine().cancel());
    assertEquals(Optional.of(SlotId.A), machine.next());
    assertEquals(EngineState.IDLE, machine.engine().cancel());
  }
}
