// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import dev.gantry.core.Digest;
import dev.gantry.core.StateConflictException;
import dev.gantry.core.VerificationException;
import dev.gantry.core.Version;
import dev.gantry.partition.slot.SlotAttributes;
import dev.gantry.partition.slot.SlotId;
import dev.gantry.partition.slot.SlotOperation;
import dev.gantry.partition.slot.SlotTable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Changes which slot boots: each change is decided first, then written down as an intention, then
 * made by one commit of the partition table, then written down as done.
 */
final class Switcher {
  private final EngineSession session;
  private final WorkContext work;
  private final UpdateJournal journal;
  private final SlotId running;

  Switcher(EngineSession session, WorkContext work) {
    this.session = session;
    this.work = work;
    this.journal = session.journal();
    this.running = session.running();
  }

  SlotProof activate() throws IOException {
    boolean again = session.state() == EngineState.ACTIVATED;
    if (session.state() != EngineState.STAGED && !again) {
      throw session.refused("NOTHING_STAGED", "activate", "a staged update");
    }
    if (!again) {
      SlotOperation.UPGRADE_TO_INACTIVE.apply(session.table(), running);
    }
    StagedRelease release = journal.current().release().orElseThrow();
    SlotContent content = journal.current().content().orElseThrow();
    SlotProof proof =
        session.verifier(release.slot(), work).proveStaged(release.version(), content);
    if (!again) {
      session.checkCommittable("activate");
      journal.write(journal.current().withPhase(JournalPhase.ACTIVATING));
      session.disk().apply(SlotOperation.UPGRADE_TO_INACTIVE, running);
      journal.write(journal.current().withPhase(JournalPhase.ACTIVATED));
    }
    return proof;
  }

  ConfirmedRelease confirm() throws IOException {
    Version version = session.runningVersion();
    ConfirmedRelease confirmed = journal.current().confirmationOf(running, version, session.now());
    if (session.state() == EngineState.TRIAL) {
      checkVersion(
          version, journal.current().release().orElseThrow().version(), "which was activated");
    }
    checkContent(version, confirmed);
    SlotTable after = SlotOperation.MARK_SUCCESSFUL_BOOT.apply(session.table(), running);
    Optional<ConfirmedRelease> known = journal.current().lastConfirmed();
    if (after.equals(session.table())
        && known.filter(last -> last.isSameRelease(confirmed)).isPresent()) {
      return known.get();
    }
    session.checkCommittable("confirm");
    boolean ends = session.state() == EngineState.TRIAL || session.state() == EngineState.IDLE;
    if (ends && !after.equals(session.table())) {
      journal.write(journal.current().confirming(confirmed));
    }
    session.disk().apply(SlotOperation.MARK_SUCCESSFUL_BOOT, running);
    if (ends) {
      journal.write(journal.current().confirmed(confirmed));
    } else {
      journal.write(journal.current().withConfirmed(confirmed));
    }
    return confirmed;
  }

  private void checkVersion(Version found, Version expected, String why)
      throws StateConflictException {
    if (!found.equals(expected)) {
      throw session.refused(
          "RUNNING_VERSION_DIFFERS",
          "confirm of version " + found,
          "version " + expected + ", " + why);
    }
  }

  /**
   * Confirms only what the slot holds: the machine's word for what runs may be about another disk,
   * or the slot may have been overwritten since it booted.
   */
  private void checkContent(Version version, ConfirmedRelease confirmed) throws IOException {
    checkVersion(
        version,
        session.bootConfiguration().version(),
        "which the boot configuration of slot " + running + " starts");
    if (confirmed.content().isPresent()) {
      try {
        session.verifier(running, work).proveBoot(confirmed.content().get());
      } catch (VerificationException e) {
        StateConflictException refusal =
            session.refused(
                "RUNNING_VERSION_DIFFERS",
                "confirm of version " + version,
                "the boot image that was installed in slot " + running);
        refusal.addSuppressed(e);
        throw refusal;
      }
    }
  }

  EngineState cancel() throws IOException {
    if (isRunningSlotPassedOver()) {
      session.checkCommittable("cancel");
      session.disk().apply(SlotOperation.CANCEL_UPGRADE, running);
      return session.state();
    }
    return switch (session.state()) {
      case ACTIVATED -> {
        change(JournalPhase.CANCELLING, SlotOperation.CANCEL_UPGRADE);
        journal.write(journal.current().withPhase(JournalPhase.STAGED));
        yield EngineState.STAGED;
      }
      case ROLLED_BACK -> {
        PendingRollback rollback = journal.current().rollback().orElseThrow();
        change(JournalPhase.ROLLING_BACK, SlotOperation.CANCEL_UPGRADE);
        journal.write(journal.current().withoutRollbackOf(rollback).idle());
        yield EngineState.IDLE;
      }
      case STAGED, STAGING -> {
        SlotOperation.CLEAR_INACTIVE.apply(session.table(), running);
        session.checkCommittable("cancel");
        journal.write(journal.current().staging(journal.current().release().orElseThrow()));
        session.disk().apply(SlotOperation.CLEAR_INACTIVE, running);
        journal.write(journal.current().idle());
        yield EngineState.IDLE;
      }
      case IDLE ->
          throw session.refused("NOTHING_TO_CANCEL", "cancel", "an update that is under way");
      case TRIAL -> throw session.refused("TRIAL_RUNNING", "cancel", "confirm, or rollback");
    };
  }

  /**
   * Whether the boot loader passes over a good slot that runs, and not because of an update or a
   * rollback of this engine: another tool did that, and nothing can be staged until it is undone.
   */
  private boolean isRunningSlotPassedOver() {
    SlotAttributes own = session.table().slot(running).attributes();
    return !session.table().isSingleSlot()
        && own.successful()
        && own.priority() == 0
        && switch (session.state()) {
          case IDLE, STAGING, STAGED -> true;
          case ACTIVATED, TRIAL, ROLLED_BACK -> false;
        };
  }

  private void change(JournalPhase intention, SlotOperation operation) throws IOException {
    operation.apply(session.table(), running);
    session.checkCommittable("cancel");
    journal.write(journal.current().withPhase(intention));
    session.disk().apply(operation, running);
  }

  SlotProof rollback() throws IOException {
    if (session.state() == EngineState.ACTIVATED) {
      throw session.refused("UPDATE_ACTIVATED", "rollback", "cancel, which takes it back");
    }
    SlotTable after = SlotOperation.ROLLBACK_TO_INACTIVE.apply(session.table(), running);
    SlotProof proof = proveOther();
    if (session.state() != EngineState.ROLLED_BACK || !after.equals(session.table())) {
      Version version = session.runningVersion();
      List<Digest> digests =
          journal.current().confirmationOf(running, version, session.now()).imageDigests();
      session.checkCommittable("rollback");
      journal.write(journal.current().rollingBack(new PendingRollback(running, version, digests)));
      session.disk().apply(SlotOperation.ROLLBACK_TO_INACTIVE, running);
      journal.write(session.reconciled(after));
    }
    return proof;
  }

  /** Proves the other slot by what was recorded of it, or else by its own boot configuration. */
  private SlotProof proveOther() throws IOException {
    SlotVerifier verifier = session.verifier(running.other(), work);
    Optional<ConfirmedRelease> known =
        journal
            .current()
            .confirmedIn(running.other())
            .filter(confirmed -> confirmed.content().isPresent());
    return known.isPresent()
        ? verifier.proveStaged(known.get().version(), known.get().content().orElseThrow())
        : verifier.prove();
  }
}
