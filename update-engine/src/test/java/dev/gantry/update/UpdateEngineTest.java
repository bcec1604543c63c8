// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Progress;
import dev.gantry.core.Version;
import dev.gantry.partition.slot.SlotAttributes;
import dev.gantry.partition.slot.SlotId;
import dev.gantry.update.plan.UpdatePlan;
import dev.gantry.update.plan.UpdatePolicy;
import dev.gantry.update.plan.VerdictReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpdateEngineTest {
  private static final Version V1_0 = Version.of(1, 0, 0);
  private static final Version V1_1 = Version.of(1, 1, 0);
  private static final Version V1_2 = Version.of(1, 2, 0);
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

  private EngineStatus status() throws IOException {
    return machine.engine().status();
  }

  private SlotAttributes attributes(SlotId slot) throws IOException {
    return machine.table().slot(slot).attributes();
  }

  /** Brings the host to 1.1.0 in slot B, confirmed. */
  private void update() throws IOException {
    machine.engine().stage(LATEST);
    machine.engine().activate();
    machine.boot();
    machine.engine().confirm();
  }

  @Test
  void aHostGoesFromOneReleaseToTheNext() throws IOException {
    UpdateEngine engine = machine.engine();
    UpdatePlan plan = engine.check();
    assertEquals(V1_1, plan.chosen().orElseThrow().version());
    assertEquals(EngineState.IDLE, engine.status().state());

    StagedUpdate staged = engine.stage(LATEST);
    assertEquals(SlotId.B, staged.release().slot());
    assertEquals(plan.targets().orElseThrow(), staged.release().targets());
    assertEquals(EngineState.STAGED, engine.status().state());
    assertEquals(Optional.of(SlotId.A), engine.status().nextBoot());
    assertEquals(new SlotAttributes(0, 1, false), attributes(SlotId.B));
    assertEquals(V1_0, machine.boot());

    SlotProof proof = engine.activate();
    assertEquals(V1_1, proof.version());
    assertEquals(staged.content().rootHash(), proof.rootHash());
    assertEquals(EngineState.ACTIVATED, engine.status().state());
    assertEquals(Optional.of(SlotId.B), engine.status().nextBoot());

    assertEquals(V1_1, machine.boot());
    assertEquals(EngineState.TRIAL, engine.status().state());
    ConfirmedRelease confirmed = engine.confirm();
    assertEquals(SlotId.B, confirmed.slot());
    assertEquals(staged.release().targets().digests(), confirmed.imageDigests());

    EngineStatus done = engine.status();
    assertEquals(EngineState.IDLE, done.state());
    assertEquals(Optional.of(V1_1), done.runningVersion());
    assertEquals(Optional.of(SlotId.B), done.nextBoot());
    assertEquals(Optional.of(confirmed), done.lastConfirmed());
    assertEquals(List.of(), done.failed());
    assertTrue(machine.table().hasBootEverSucceeded());
    assertEquals(V1_1, machine.boot());
    assertTrue(engine.check().chosen().isEmpty());
  }

  @Test
  void aReleaseThatNeverConfirmsIsLeftAndNotOfferedAgain() throws IOException {
    update();
    repository.publish(TestRelease.of("1.2.0"));
    UpdateEngine engine = machine.engine();
    engine.stage(LATEST);
    engine.activate();
    assertEquals(V1_2, machine.boot());
    assertEquals(EngineState.TRIAL, engine.status().state());
    assertEquals(V1_1, machine.boot());

    EngineStatus status = engine.status();
    assertEquals(EngineState.IDLE, status.state());
    assertEquals(1, status.failed().size());
    FailedVersion failed = status.failed().get(0);
    assertEquals(V1_2, failed.version());
    assertEquals(FailureKind.NOT_CONFIRMED, failed.kind());

    UpdatePlan plan = engine.check();
    assertTrue(plan.chosen().isEmpty());
    assertTrue(plan.verdicts().stream().anyMatch(v -> v.reason() == VerdictReason.FAILED_BEFORE));
    UpdatePolicy forced = UpdatePolicy.builder().forceFailed(true).build();
    assertEquals(V1_2, engine.plan(forced).chosen().orElseThrow().version());

    engine.stage(forced);
    engine.activate();
    assertEquals(V1_2, machine.boot());
    engine.confirm();
    assertEquals(List.of(), engine.status().failed());
  }

  @Test
  void anotherBuildOfAFailedVersionIsOffered() throws IOException {
    machine.engine().stage(LATEST);
    machine.engine().activate();
    machine.boot();
    assertEquals(V1_0, machine.boot());
    assertTrue(machine.engine().check().chosen().isEmpty());
    repository.replace(TestRelease.of("1.1.0", "1.1.0", 41));
    assertEquals(V1_1, machine.engine().check().chosen().orElseThrow().version());
  }

  @Test
  void rollbackGoesOneStepBack() throws IOException {
    update();
    UpdateEngine engine = machine.engine();
    SlotProof proof = engine.rollback();
    assertEquals(SlotId.A, proof.slot());
    assertEquals(V1_0, proof.version());
    assertEquals(EngineState.ROLLED_BACK, engine.status().state());
    assertEquals(Optional.of(SlotId.A), engine.status().nextBoot());
    assertEquals(proof.rootHash(), engine.rollback().rootHash());

    assertEquals(V1_0, machine.boot());
    engine.confirm();
    EngineStatus status = engine.status();
    assertEquals(EngineState.IDLE, status.state());
    assertEquals(FailureKind.ROLLED_BACK, status.failed().get(0).kind());
    assertEquals(V1_1, status.failed().get(0).version());
    assertTrue(engine.check().chosen().isEmpty());
    assertEquals(V1_0, machine.boot());
  }

  @Test
  void rollbackFromATrialGoesBackAtOnce() throws IOException {
    machine.engine().stage(LATEST);
    machine.engine().activate();
    assertEquals(V1_1, machine.boot());
    assertEquals(V1_0, machine.engine().rollback().version());
    assertEquals(V1_0, machine.boot());
    assertEquals(EngineState.IDLE, status().state());
    assertEquals(1, status().failed().size());
    assertEquals(FailureKind.ROLLED_BACK, status().failed().get(0).kind());
    assertEquals(3, status().failed().get(0).imageDigests().size());
  }

  @Test
  void cancelTakesBackEachStep() throws IOException {
    UpdateEngine engine = machine.engine();
    engine.stage(LATEST);
    engine.activate();
    assertEquals(EngineState.STAGED, engine.cancel());
    assertEquals(Optional.of(SlotId.A), machine.next());
    engine.activate();
    assertEquals(Optional.of(SlotId.B), machine.next());
    assertEquals(EngineState.STAGED, engine.cancel());
    assertEquals(EngineState.IDLE, engine.cancel());
    assertEquals(SlotAttributes.EMPTY, attributes(SlotId.B));
    assertEquals(V1_0, machine.boot());
  }

  @Test
  void cancelForgetsARollbackThatWaits() throws IOException {
    update();
    machine.engine().rollback();
    assertEquals(EngineState.IDLE, machine.engine().cancel());
    assertEquals(Optional.of(SlotId.B), machine.next());
    assertEquals(List.of(), status().failed());
    assertEquals(V1_1, machine.boot());
    // The way back is still there.
    assertEquals(V1_0, machine.engine().rollback().version());
  }

  @Test
  void stagingTwiceProvesAndFetchesNothing() throws IOException {
    StagedUpdate first = machine.engine().stage(LATEST);
    repository.breakTargets();
    assertEquals(first, machine.engine().stage(LATEST));
    repository.mendTargets();
    int root = machine.offset(machine.table().slot(SlotId.B).root());
    machine.content[root + 5000] ^= 1;
    assertEquals(first, machine.engine().stage(LATEST));
    assertEquals(Optional.of(V1_1), machine.whole(SlotId.B));
  }

  @Test
  void activatingTwiceIsOnce() throws IOException {
    machine.engine().stage(LATEST);
    SlotProof first = machine.engine().activate();
    byte[] disk = machine.copyOfDisk();
    assertEquals(first.rootHash(), machine.engine().activate().rootHash());
    assertTrue(machine.diskEquals(disk));
  }

  @Test
  void confirmingTwiceWritesOnce() throws IOException {
    update();
    ConfirmedRelease confirmed = status().lastConfirmed().orElseThrow();
    machine.journal.resetCount();
    machine.clock.advance(java.time.Duration.ofHours(1));
    assertEquals(confirmed, machine.engine().confirm());
    assertEquals(0, machine.journal.writes());
  }

  @Test
  void confirmOfAFactorySystemIsRemembered() throws IOException {
    ConfirmedRelease confirmed = machine.engine().confirm();
    assertEquals(V1_0, confirmed.version());
    assertEquals(List.of(), confirmed.imageDigests());
    assertTrue(machine.table().hasBootEverSucceeded());
  }

  @Test
  void whatNeedsNoRepositoryWorksWithoutOne() throws IOException {
    machine.engine().stage(LATEST);
    UpdateEngine offline =
        UpdateEngine.builder(
                machine.stateDirectory(), () -> new BootedSystem(machine.running, Optional.empty()))
            .disk(machine.disk)
            .journalStore(machine.journal)
            .clock(machine.clock)
            .build();
    assertThrows(IllegalStateException.class, offline::check);
    offline.activate();
    offline.cancel();
    offline.activate();
    assertEquals(V1_1, machine.boot());
    offline.confirm();
    offline.rollback();
    assertEquals(EngineState.ROLLED_BACK, offline.status().state());
  }

  @Test
  void downloadsAreDeletedWhenTheSlotIsValid() throws IOException {
    machine.engine().stage(LATEST);
    try (Stream<Path> files = Files.list(machine.stateDirectory().resolve("staging"))) {
      assertEquals(List.of(), files.toList());
    }
  }

  @Test
  void progressIsToldPhaseByPhase() throws IOException {
    List<Progress> reports = Collections.synchronizedList(new ArrayList<>());
    machine.builder(machine.disk).progress(reports::add).build().stage(LATEST);
    assertEquals(
        List.of(
            "download boot",
            "download root",
            "download hash",
            "check boot",
            "check hash",
            "check root",
            "write boot",
            "write hash",
            "write root",
            "read back boot",
            "read back root",
            "read back hash",
            "verify root"),
        List.copyOf(new LinkedHashSet<>(reports.stream().map(Progress::phase).toList())));
    for (String phase : List.of("check root", "write root", "read back root", "verify root")) {
      assertTrue(
          reports.stream().anyMatch(each -> each.phase().equals(phase) && each.isComplete()),
          phase);
    }
  }

  @Test
  void cancellationInAnyPhaseLeavesAHostThatCanGoOn() throws IOException {
    List<String> phases =
        List.of("download root", "check root", "write boot", "write root", "read back hash");
    for (String phase : phases) {
      boolean[] stop = {false};
      UpdateEngine engine =
          machine
              .builder(machine.disk)
              .progress(report -> stop[0] |= report.phase().equals(phase))
              .cancellation(() -> stop[0])
              .build();
      assertThrows(CancellationException.class, () -> engine.stage(LATEST), phase);
      assertEquals(0, attributes(SlotId.B).tries(), phase);
      assertEquals(V1_0, machine.boot(), phase);
      assertThrows(IOException.class, () -> machine.engine().activate(), phase);
    }
    machine.engine().stage(LATEST);
    machine.engine().activate();
    assertEquals(V1_1, machine.boot());
  }

  @Test
  void aDownloadThatWasCutGoesOn() throws IOException {
    repository.cutTargets();
    assertThrows(IOException.class, () -> machine.engine().stage(LATEST));
    assertFalse(repository.resumed());
    repository.mendTargets();
    machine.engine().stage(LATEST);
    assertTrue(repository.resumed());
    try (Stream<Path> files = Files.list(machine.stateDirectory().resolve("staging"))) {
      assertEquals(List.of(), files.toList());
    }
  }

  @Test
  void statusTellsVersionsAndProblems() throws IOException {
    EngineStatus status = status();
    assertEquals(Optional.of(V1_0), status.slots().get(0).version());
    assertTrue(status.slots().get(1).problem().isPresent());
    assertTrue(status.slots().get(1).version().isEmpty());
    assertTrue(status.toJson().contains("\"running_version\": \"1.0.0\""));
    update();
    assertEquals(Optional.of(V1_1), status().slots().get(1).version());
    assertFalse(status().slots().get(1).problem().isPresent());
  }

  @Test
  void theJournalOnDiskIsReadByTheNextEngine() throws IOException {
    UpdateEngine.Builder builder =
        UpdateEngine.builder(
                directory.resolve("other"),
                () -> new BootedSystem(machine.running, Optional.empty()))
            .disk(machine.disk)
            .repository(() -> repository.client(directory.resolve("store")))
            .host(TestRelease.VARIANT, TestRelease.ARCH)
            .clock(machine.clock);
    builder.build().stage(LATEST);
    assertEquals(EngineState.STAGED, builder.build().status().state());
    builder.build().activate();
    Path state = directory.resolve("other").resolve("state.json");
    Files.write(state, new byte[] {'{'});
    assertThrows(dev.gantry.core.MalformedDataException.class, () -> builder.build().status());
    assertThrows(dev.gantry.core.MalformedDataException.class, () -> builder.build().confirm());
    // The documented way out.
    Files.delete(state);
    assertEquals(V1_1, machine.boot());
    assertEquals(V1_1, builder.build().confirm().version());
    assertEquals(EngineState.IDLE, builder.build().status().state());
  }
}
