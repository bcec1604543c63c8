// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.core.Bytes;
import dev.gantry.core.Version;
import dev.gantry.partition.GptReader;
import dev.gantry.partition.slot.BootChoice;
import dev.gantry.partition.slot.BootSelector;
import dev.gantry.partition.slot.SlotId;
import dev.gantry.testkit.CrashStates;
import dev.gantry.testkit.FaultyDevice;
import dev.gantry.testkit.RecordingDevice;
import dev.gantry.update.plan.UpdatePolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** Power cuts and failures at every write of device and journal, in every operation. */
class UpdateEngineFaultTest {
  private static final Version V1_0 = Version.of(1, 0, 0);
  private static final Version V1_1 = Version.of(1, 1, 0);
  private static final UpdatePolicy FORCED = UpdatePolicy.builder().forceFailed(true).build();

  @TempDir private Path directory;
  private TestRepository repository;
  private TestMachine machine;
  private int points;

  /** What the engine is asked for while it fails. */
  @FunctionalInterface
  private interface Step {
    void run(UpdateEngine engine) throws IOException;
  }

  @BeforeEach
  void setUp() throws IOException {
    repository = new TestRepository(directory.resolve("repo"));
    TestRelease first = TestRelease.of("1.0.0", "1.0.0", 8);
    repository.publish(first, TestRelease.of("1.1.0", "1.1.0", 8));
    machine = new TestMachine(directory, repository, first);
  }

  /**
   * Runs a step once for every point at which it can fail, each time from the same start, and again
   * without failures after it.
   */
  private void everyFault(Step step, Version ends) throws IOException {
    byte[] disk = machine.copyOfDisk();
    Optional<Bytes> journal = machine.journal.content();
    SlotId running = machine.running;
    FaultyDevice counting = FaultyDevice.builder(machine.disk).build();
    machine.journal.resetCount();
    step.run(machine.builder(counting).build());
    long writes = counting.writes();
    long flushes = counting.flushes();
    long journalWrites = machine.journal.writes();
    assertTrue(journalWrites > 0 && writes > 0);

    List<FaultyDevice.Builder> faults = new ArrayList<>();
    for (long i = 1; i <= writes; i++) {
      faults.add(fault().cutPowerInWrite(i, 0));
      faults.add(fault().cutPowerInWrite(i, 512));
      faults.add(fault().cutPowerInWrite(i, Integer.MAX_VALUE));
      faults.add(fault().failWrite(i));
      faults.add(fault().loseWritesFrom(i));
    }
    for (long i = 1; i <= flushes; i++) {
      faults.add(fault().cutPowerInFlush(i));
      faults.add(fault().failFlush(i));
    }
    for (FaultyDevice.Builder fault : faults) {
      start(disk, journal, running);
      assertThrows(IOException.class, () -> step.run(machine.builder(fault.build()).build()));
      recover(step, ends);
      start(disk, journal, running);
      assertThrows(IOException.class, () -> step.run(machine.builder(fault.build()).build()));
      reboot();
    }
    for (long i = 1; i <= journalWrites; i++) {
      for (boolean kept : new boolean[] {false, true}) {
        start(disk, journal, running);
        machine.journal.failWrite(i, kept);
        assertThrows(IOException.class, () -> step.run(machine.engine()));
        machine.journal.failNoMore();
        recover(step, ends);
        start(disk, journal, running);
        machine.journal.failWrite(i, kept);
        assertThrows(IOException.class, () -> step.run(machine.engine()));
        machine.journal.failNoMore();
        reboot();
      }
    }
  }

  private FaultyDevice.Builder fault() {
    return FaultyDevice.builder(machine.disk);
  }

  private void start(byte[] disk, Optional<Bytes> journal, SlotId running) {
    machine.restoreDisk(disk);
    machine.journal.set(journal);
    machine.running = running;
    points++;
  }

  /** The process comes back without a reboot, and does it again. */
  private void recover(Step step, Version ends) throws IOException {
    wholeSlotBoots();
    assertNotNull(machine.engine().status());
    step.run(machine.engine());
    wholeSlotBoots();
    assertEquals(ends, machine.boot());
  }

  /** The machine comes back with a reboot, and goes on to 1.1.0 from wherever it is. */
  private void reboot() throws IOException {
    wholeSlotBoots();
    Version booted = machine.boot();
    UpdateEngine engine = machine.engine();
    assertEquals(Optional.of(booted), engine.status().runningVersion());
    engine.confirm();
    if (points % 8 != 0) {
      // The rest takes long, and what it starts from is much the same each time.
      return;
    }
    if (!booted.equals(V1_1)) {
      assertEquals(V1_0, booted);
      if (engine.status().state() == EngineState.ROLLED_BACK) {
        engine.cancel();
      }
      if (engine.status().state() != EngineState.ACTIVATED) {
        engine.stage(FORCED);
      }
      engine.activate();
      assertEquals(V1_1, machine.boot());
      engine.confirm();
    }
    assertEquals(EngineState.IDLE, engine.status().state());
    assertEquals(V1_1, machine.boot());
  }

  private void wholeSlotBoots() throws IOException {
    SlotId next = machine.next().orElseThrow();
    assertTrue(machine.whole(next).isPresent(), "slot " + next + " would boot and is not whole");
  }

  @Test
  void stage(TestReporter reporter) throws IOException {
    everyFault(
        engine -> {
          try {
            engine.stage(FORCED);
          } finally {
            assertEquals(Optional.of(SlotId.A), machine.next());
          }
        },
        V1_0);
    reporter.publishEntry("runs of stage with a fault", Integer.toString(points));
  }

  @Test
  void activate() throws IOException {
    machine.engine().stage(FORCED);
    everyFault(UpdateEngine::activate, V1_1);
    assertTrue(points > 20);
  }

  @Test
  void confirm() throws IOException {
    machine.engine().stage(FORCED);
    machine.engine().activate();
    machine.boot();
    everyFault(UpdateEngine::confirm, V1_1);
    assertTrue(points > 20);
  }

  @Test
  void cancelOfAnActivation() throws IOException {
    machine.engine().stage(FORCED);
    machine.engine().activate();
    everyFault(
        engine -> {
          // After the cut the activation may be gone already; a second cancel would discard more.
          if (engine.status().state() == EngineState.ACTIVATED) {
            engine.cancel();
          }
        },
        V1_0);
    assertTrue(points > 20);
  }

  @Test
  void cancelOfAStagedUpdate() throws IOException {
    machine.engine().stage(FORCED);
    everyFault(
        engine -> {
          if (engine.status().state() != EngineState.IDLE) {
            engine.cancel();
          }
        },
        V1_0);
    assertTrue(points > 20);
  }

  @Test
  void rollback() throws IOException {
    machine.engine().stage(FORCED);
    machine.engine().activate();
    machine.boot();
    machine.engine().confirm();
    everyFault(UpdateEngine::rollback, V1_0);
    assertTrue(points > 20);
  }

  /** What the device may hold after a power cut at any point of a whole update, in any order. */
  @Test
  void everyCrashStateOfAnUpdateBootsAWholeSlot(TestReporter reporter) throws IOException {
    byte[] before = machine.copyOfDisk();
    RecordingDevice recorder = new RecordingDevice(BlockDevices.inMemory(before, 512));
    UpdateEngine engine = machine.builder(recorder).build();
    engine.stage(FORCED);
    engine.activate();
    Set<SlotId> booted = new TreeSet<>();
    long states =
        CrashStates.forEach(
            recorder.initial(),
            recorder.events(),
            512,
            state -> {
              BlockSource disk = state.disk();
              SlotId slot =
                  BootSelector.select(GptReader.read(disk).table())
                      .flatMap(BootChoice::slot)
                      .orElseThrow(() -> new AssertionError(state.description()));
              booted.add(slot);
              if (slot == SlotId.B) {
                assertTrue(isWhole(state.device()), state.description());
              }
            });
    assertEquals(Set.of(SlotId.A, SlotId.B), booted);
    assertTrue(states > 400, states + " states");
    reporter.publishEntry("crash states of an update", Long.toString(states));
  }

  private boolean isWhole(BlockDevice device) throws IOException {
    byte[] saved = machine.copyOfDisk();
    java.nio.ByteBuffer all = java.nio.ByteBuffer.wrap(machine.content);
    device.readFully(0, all);
    try {
      return machine.whole(SlotId.B).isPresent();
    } finally {
      machine.restoreDisk(saved);
    }
  }

  @Test
  void aReadThatFailsIsNoProof() throws IOException {
    machine.engine().stage(FORCED);
    FaultyDevice counting = FaultyDevice.builder(machine.disk).build();
    byte[] disk = machine.copyOfDisk();
    Optional<Bytes> journal = machine.journal.content();
    machine.builder(counting).build().activate();
    for (long i = 1; i <= counting.reads(); i++) {
      start(disk, journal, SlotId.A);
      FaultyDevice faulty = fault().failRead(i).build();
      try {
        machine.builder(faulty).build().activate();
      } catch (IOException e) {
        wholeSlotBoots();
        machine.engine().activate();
      }
      assertEquals(V1_1, machine.boot());
    }
    assertFalse(points == 0);
  }
}
