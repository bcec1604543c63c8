// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import dev.gantry.core.Version;
import dev.gantry.partition.slot.Slot;
import dev.gantry.partition.slot.SlotAttributes;
import dev.gantry.partition.slot.SlotId;
import dev.gantry.partition.slot.SlotTable;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * Finds out from journal, partition table and running slot where the host stands: which intentions
 * were carried out before the power went, and whether an activated release came up. Writes nothing.
 */
final class Reconciler {
  private final Journal journal;
  private final SlotTable table;
  private final SlotId running;
  private final RunningContent runningContent;
  private final Instant now;

  /** Says which version the boot configuration of the running slot starts. */
  @FunctionalInterface
  interface RunningContent {
    /** Returns empty if the slot has no configuration that can be read. */
    Optional<Version> version() throws IOException;
  }

  private Reconciler(
      Journal journal,
      SlotTable table,
      SlotId running,
      RunningContent runningContent,
      Instant now) {
    this.journal = journal;
    this.table = table;
    this.running = running;
    this.runningContent = runningContent;
    this.now = now;
  }

  /** Returns a journal without intentions, which says what the table says. */
  static Journal reconcile(
      Journal journal, SlotTable table, SlotId running, RunningContent runningContent, Instant now)
      throws IOException {
    if (table.isSingleSlot()) {
      return journal.idle();
    }
    Journal settled = new Reconciler(journal, table, running, runningContent, now).reconcile();
    for (Slot slot : table.slots()) {
      if (!slot.attributes().successful()) {
        settled = settled.withoutConfirmed(slot.id());
      }
    }
    return settled;
  }

  /** Names the state of a reconciled journal. */
  static EngineState state(Journal journal, SlotId running) {
    return switch (journal.phase()) {
      case IDLE -> EngineState.IDLE;
      case STAGING -> EngineState.STAGING;
      case STAGED -> EngineState.STAGED;
      case ACTIVATED ->
          slot(journal).equals(Optional.of(running)) ? EngineState.TRIAL : EngineState.ACTIVATED;
      case ROLLED_BACK -> EngineState.ROLLED_BACK;
      case MARKING, ACTIVATING, CANCELLING, CONFIRMING, ROLLING_BACK ->
          throw new IllegalStateException(journal.phase() + " is not a reconciled phase");
    };
  }

  private static Optional<SlotId> slot(Journal journal) {
    return journal.release().map(StagedRelease::slot);
  }

  private Journal reconcile() throws IOException {
    return switch (journal.phase()) {
      case IDLE -> journal;
      case STAGING -> staging();
      case MARKING -> isInRunningSlot() ? journal.idle() : marking();
      case STAGED, ACTIVATING, ACTIVATED, CANCELLING -> staged();
      case CONFIRMING -> confirming();
      case ROLLING_BACK, ROLLED_BACK -> rollback(journal.rollback().orElseThrow());
    };
  }

  private boolean isInRunningSlot() {
    return slot(journal).equals(Optional.of(running));
  }

  private SlotAttributes attributes() {
    return table.slot(slot(journal).orElseThrow()).attributes();
  }

  /** Nothing is written before the slot is cleared, so a slot with attributes is untouched. */
  private Journal staging() {
    return isInRunningSlot() || !attributes().equals(SlotAttributes.EMPTY)
        ? journal.idle()
        : journal;
  }

  private Journal marking() throws IOException {
    return attributes().equals(SlotAttributes.EMPTY)
        ? journal.staging(journal.release().orElseThrow())
        : staged();
  }

  /** The table alone tells staged from activated, whatever was intended. */
  private Journal staged() throws IOException {
    SlotAttributes attributes = attributes();
    if (isInRunningSlot()) {
      return attributes.successful()
          ? confirmed(
              journal.confirmationOf(running, journal.release().orElseThrow().version(), now))
          : journal.withPhase(JournalPhase.ACTIVATED);
    }
    if (attributes.successful() || (attributes.priority() == 0 && attributes.tries() == 0)) {
      return journal.idle();
    }
    if (attributes.priority() == 0) {
      return journal.withPhase(JournalPhase.STAGED);
    }
    return attributes.tries() > 0 ? journal.withPhase(JournalPhase.ACTIVATED) : failed();
  }

  /** The table says only that the slot is good, which may be about what it held before. */
  private Journal confirmed(ConfirmedRelease release) throws IOException {
    return runningContent.version().equals(Optional.of(release.version()))
        ? journal.confirmed(release)
        : journal.idle();
  }

  private Journal failed() {
    StagedRelease release = journal.release().orElseThrow();
    String evidence =
        "slot "
            + release.slot()
            + " was activated and has used up its tries ("
            + attributes()
            + "), but was not confirmed; slot "
            + running
            + " runs";
    return journal
        .idle()
        .withFailure(
            new FailedVersion(
                release.version(),
                release.targets().digests(),
                FailureKind.NOT_CONFIRMED,
                evidence,
                now));
  }

  private Journal confirming() throws IOException {
    ConfirmedRelease confirming = journal.confirming().orElseThrow();
    if (confirming.slot() == running && table.slot(running).attributes().successful()) {
      return confirmed(confirming);
    }
    return journal.release().isPresent() && journal.content().isPresent()
        ? staged()
        : journal.idle();
  }

  private Journal rollback(PendingRollback rollback) throws IOException {
    SlotId to = rollback.from().other();
    boolean done =
        table.slot(to).attributes().priority() > table.slot(rollback.from()).attributes().priority()
            && table.slot(to).attributes().successful();
    if (done || (running == to && journal.phase() == JournalPhase.ROLLED_BACK)) {
      Journal left = withFailure(journal, rollback);
      return running == to ? left.idle() : left.withPhase(JournalPhase.ROLLED_BACK);
    }
    Journal undone = journal.withoutRollbackOf(rollback);
    return journal.release().isPresent() && journal.content().isPresent()
        ? new Reconciler(
                undone.withPhase(JournalPhase.ACTIVATED), table, running, runningContent, now)
            .staged()
        : undone.idle();
  }

  private Journal withFailure(Journal next, PendingRollback rollback) {
    boolean known =
        next.failed().stream()
            .anyMatch(
                failure ->
                    failure.kind() == FailureKind.ROLLED_BACK
                        && failure.version().equals(rollback.version())
                        && failure.imageDigests().equals(rollback.imageDigests()));
    return known
        ? next
        : next.withFailure(
            new FailedVersion(
                rollback.version(),
                rollback.imageDigests(),
                FailureKind.ROLLED_BACK,
                "slot " + rollback.from() + " was left by a rollback on request",
                now));
  }
}
