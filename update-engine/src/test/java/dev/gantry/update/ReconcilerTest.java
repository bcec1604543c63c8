// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Version;
import dev.gantry.partition.layout.PartitionRole;
import dev.gantry.partition.layout.SlotLayout;
import dev.gantry.partition.slot.SlotAttributes;
import dev.gantry.partition.slot.SlotId;
import dev.gantry.partition.slot.SlotTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReconcilerTest {
  private static final Set<JournalPhase> SETTLED =
      EnumSet.of(
          JournalPhase.IDLE,
          JournalPhase.STAGING,
          JournalPhase.STAGED,
          JournalPhase.ACTIVATED,
          JournalPhase.ROLLED_BACK);

  /** The running slot holds the release of the samples. */
  private static final Reconciler.RunningContent RUNS =
      () -> Optional.of(Samples.release(SlotId.B).version());

  private static SlotAttributes attributes(String text) {
    return new SlotAttributes(text.charAt(0) - '0', text.charAt(1) - '0', text.charAt(2) == '1');
  }

  /** The journal is about slot B: what the table and the running slot make of every phase. */
  @ParameterizedTest
  @CsvSource({
    // phase, A, B, running, state, failures besides the sample's
    "IDLE,         101, 000, A, IDLE,      0",
    "STAGING,      101, 101, A, IDLE,      0", // not cleared yet: nothing was touched
    "STAGING,      101, 000, A, STAGING,   0",
    "MARKING,      101, 000, A, STAGING,   0",
    "MARKING,      101, 010, A, STAGED,    0",
    "STAGED,       101, 010, A, STAGED,    0",
    "STAGED,       101, 000, A, IDLE,      0", // cleared by somebody else
    "STAGED,       101, 210, A, ACTIVATED, 0", // activated by somebody else
    "ACTIVATING,   101, 010, A, STAGED,    0",
    "ACTIVATING,   101, 210, A, ACTIVATED, 0",
    "ACTIVATING,   101, 200, B, TRIAL,     0",
    "ACTIVATED,    101, 210, A, ACTIVATED, 0",
    "ACTIVATED,    101, 200, B, TRIAL,     0",
    "ACTIVATED,    101, 200, A, IDLE,      1", // tried, not confirmed, fell back
    "ACTIVATED,    101, 201, B, IDLE,      0", // confirmed by somebody else
    "ACTIVATED,    201, 010, A, STAGED,    0", // cancelled by somebody else
    "CANCELLING,   101, 210, A, ACTIVATED, 0",
    "CANCELLING,   201, 010, A, STAGED,    0",
    "CONFIRMING,   101, 200, B, TRIAL,     0",
    "CONFIRMING,   101, 201, B, IDLE,      0",
    "CONFIRMING,   101, 200, A, IDLE,      1", // rebooted before it was confirmed
    "ROLLING_BACK, 101, 201, B, IDLE,      0", // not done
    "ROLLING_BACK, 201, 101, B, ROLLED_BACK, 1",
    "ROLLING_BACK, 201, 101, A, IDLE,      1",
    "ROLLED_BACK,  201, 101, B, ROLLED_BACK, 1",
    "ROLLED_BACK,  201, 101, A, IDLE,      1",
    "ROLLED_BACK,  101, 201, B, IDLE,      0", // cancelled by somebody else
  })
  void tableAndRunningSlotDecide(
      JournalPhase phase, String a, String b, SlotId running, EngineState state, int failures)
      throws IOException {
    SlotTable table = TestDisks.table(attributes(a), attributes(b));
    Journal journal = Samples.journal(phase, SlotId.B);
    Journal settled = Reconciler.reconcile(journal, table, running, RUNS, Samples.NOW);
    assertEquals(state, Reconciler.state(settled, running));
    assertEquals(1 + failures, settled.failed().size());
  }

  @Test
  void aBootThatFailedIsEvidence() throws IOException {
    Journal journal = Samples.journal(JournalPhase.ACTIVATED, SlotId.B);
    SlotTable table = TestDisks.table(attributes("101"), attributes("200"));
    Journal settled = Reconciler.reconcile(journal, table, SlotId.A, RUNS, Samples.NOW);
    FailedVersion failure = settled.failed().get(1);
    assertEquals(FailureKind.NOT_CONFIRMED, failure.kind());
    assertEquals(Samples.release(SlotId.B).version(), failure.version());
    assertEquals(Samples.release(SlotId.B).targets().digests(), failure.imageDigests());
    assertEquals(Samples.NOW, failure.detectedAt());
  }

  @ParameterizedTest
  @EnumSource(
      value = JournalPhase.class,
      names = {"ACTIVATED", "CONFIRMING"})
  void aGoodSlotThatHoldsAnotherVersionIsNotRecorded(JournalPhase phase) throws IOException {
    Journal journal = Samples.journal(phase, SlotId.B);
    SlotTable table = TestDisks.table(attributes("101"), attributes("201"));
    assertTrue(
        Reconciler.reconcile(journal, table, SlotId.B, RUNS, Samples.NOW)
            .confirmedIn(SlotId.B)
            .isPresent());
    for (Optional<Version> held :
        List.of(Optional.of(Version.of(1, 0, 0)), Optional.<Version>empty())) {
      Journal settled = Reconciler.reconcile(journal, table, SlotId.B, () -> held, Samples.NOW);
      assertEquals(JournalPhase.IDLE, settled.phase());
      assertEquals(List.of(), settled.confirmed());
      assertEquals(journal.failed(), settled.failed());
    }
  }

  @Test
  void everyStateOfEveryPhaseIsSettledAtOnce() throws IOException {
    List<SlotAttributes> all = new ArrayList<>();
    for (int priority = 0; priority <= 3; priority++) {
      for (int tries = 0; tries <= 2; tries++) {
        all.add(new SlotAttributes(priority, tries, false));
        all.add(new SlotAttributes(priority, tries, true));
      }
    }
    int cases = 0;
    for (SlotAttributes a : all) {
      for (SlotAttributes b : all) {
        SlotTable table = TestDisks.table(a, b);
        for (JournalPhase phase : JournalPhase.values()) {
          for (SlotId slot : List.of(SlotId.A, SlotId.B)) {
            for (SlotId running : List.of(SlotId.A, SlotId.B)) {
              Journal journal = Samples.journal(phase, slot);
              Journal once = Reconciler.reconcile(journal, table, running, RUNS, Samples.NOW);
              assertTrue(SETTLED.contains(once.phase()), () -> phase + " gave " + once.phase());
              assertEquals(once, Reconciler.reconcile(once, table, running, RUNS, Samples.NOW));
              Reconciler.state(once, running);
              cases++;
            }
          }
        }
      }
    }
    assertEquals(24 * 24 * 10 * 2 * 2, cases);
  }

  @Test
  void aSlotThatSomebodyElseClearedIsNotKnownAnyMore() throws IOException {
    Journal journal =
        Journal.EMPTY
            .withConfirmed(Samples.confirmed(SlotId.B))
            .withConfirmed(Samples.confirmed(SlotId.A));
    SlotTable table = TestDisks.table(attributes("101"), attributes("000"));
    Journal settled = Reconciler.reconcile(journal, table, SlotId.A, RUNS, Samples.NOW);
    assertTrue(settled.confirmedIn(SlotId.B).isEmpty());
    assertEquals(journal.confirmedIn(SlotId.A), settled.confirmedIn(SlotId.A));
  }

  @Test
  void aDiskWithOneSlotHasNothingUnderWay() throws IOException {
    SlotLayout layout =
        SlotLayout.builder()
            .size(PartitionRole.BOOT_A, TestDisks.MIB)
            .size(PartitionRole.ROOT_A, TestDisks.MIB)
            .size(PartitionRole.HASH_A, TestDisks.MIB)
            .size(PartitionRole.PRIVATE, TestDisks.MIB)
            .build();
    SlotTable table = SlotTable.of(layout.table(new Random(1)));
    Journal journal = Samples.journal(JournalPhase.STAGED, SlotId.B);
    assertEquals(journal.idle(), Reconciler.reconcile(journal, table, SlotId.A, RUNS, Samples.NOW));
  }
}
