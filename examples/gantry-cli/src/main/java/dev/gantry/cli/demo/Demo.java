// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.demo;

import dev.gantry.cli.Tables;
import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.DigestMismatchException;
import dev.gantry.core.Version;
import dev.gantry.partition.slot.SlotAttributes;
import dev.gantry.partition.slot.SlotDisk;
import dev.gantry.partition.slot.SlotId;
import dev.gantry.partition.slot.SlotOperation;
import dev.gantry.tuf.RollbackException;
import dev.gantry.update.EngineState;
import dev.gantry.update.EngineStatus;
import dev.gantry.update.SlotProof;
import dev.gantry.update.StagedUpdate;
import dev.gantry.update.UpdateEngine;
import dev.gantry.update.boot.BootOutcome;
import dev.gantry.update.plan.CandidateVerdict;
import dev.gantry.update.plan.UpdatePlan;
import dev.gantry.update.plan.UpdatePolicy;
import dev.gantry.update.plan.VerdictReason;
import dev.gantry.update.plan.VersionChoice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The steps of the demo, in order; each says what it did and what it expected. */
final class Demo {
  static final Version FIRST = Version.of(1, 0, 0);
  static final Version GOOD = Version.of(1, 1, 0);
  static final Version BAD = Version.of(1, 2, 0);
  static final Version NEXT = Version.of(1, 3, 0);

  private final DemoHost host;
  private final DemoRepository repository;
  private final Report report;

  Demo(DemoHost host, DemoRepository repository, Report report) {
    this.host = host;
    this.repository = repository;
    this.report = report;
  }

  /** Starts the machine for the first time. */
  void firstBoot() throws IOException {
    BootOutcome outcome = host.boot(Set.of());
    say(outcome);
    report.expect("the first boot takes slot A with " + FIRST, runs(outcome, SlotId.A, FIRST));
  }

  /** Check, plan, stage, activate, boot, confirm. */
  void update() throws IOException {
    report.step("2. Update 1.0.0 -> 1.1.0");
    UpdateEngine engine = host.engine();
    UpdatePolicy policy = exactly(GOOD);
    UpdatePlan plan = engine.plan(policy);
    Tables.plan(plan).forEach(report::say);
    report.expect("the plan is to install " + GOOD, chooses(plan, GOOD));

    StagedUpdate staged = engine.stage(policy);
    report.say(
        "staged "
            + staged.release().version()
            + " in slot "
            + staged.release().slot()
            + ": root hash "
            + staged.content().rootHash().hex());
    report.expect("it is staged in the idle slot B", staged.release().slot() == SlotId.B);
    report.expect("until activation the boot rule picks slot A", nextBootIs(SlotId.A));

    SlotProof proof = engine.activate();
    report.say("activated after proving " + proof.verity().dataBlocks() + " blocks again");
    host.status().forEach(report::say);
    report.expect("after activation the boot rule picks slot B", nextBootIs(SlotId.B));

    BootOutcome outcome = host.boot(Set.of());
    say(outcome);
    report.expect("slot B boots " + GOOD + ", verity holds", runs(outcome, SlotId.B, GOOD));
    engine.confirm();
    host.status().forEach(report::say);
    report.expect("it is confirmed", attributes(SlotId.B).successful());
  }

  /** A release that is genuine but never becomes healthy. */
  void failAndFallBack() throws IOException {
    report.step("3. 1.2.0 is validly signed, but never becomes healthy");
    UpdateEngine engine = host.engine();
    UpdatePolicy latest = UpdatePolicy.defaults();
    StagedUpdate staged = engine.stage(latest);
    report.expect("the latest version is staged", staged.release().version().equals(BAD));
    engine.activate();
    Set<Version> unhealthy = Set.of(BAD);
    BootOutcome tried = host.boot(unhealthy);
    say(tried);
    report.expect("the boot loader tries it once", failedIn(tried, SlotId.A, BAD));
    BootOutcome back = host.boot(unhealthy);
    say(back);
    report.expect("the next boot falls back by itself", runs(back, SlotId.B, GOOD));

    UpdatePlan plan = engine.plan(latest);
    Tables.plan(plan).forEach(report::say);
    EngineStatus status = engine.status();
    Tables.status(status).forEach(report::say);
    report.expect(
        "the engine reports " + BAD + " as failed",
        status.failed().stream().anyMatch(f -> f.version().equals(BAD)));
    report.expect(
        "it is not offered again",
        plan.chosen().isEmpty() && verdict(plan, BAD) == VerdictReason.FAILED_BEFORE);
    UpdatePlan forced = engine.plan(UpdatePolicy.builder().forceFailed(true).build());
    report.expect("unless that is forced", chooses(forced, BAD));
  }

  /** Power cuts at every write of the commit that switches slots. */
  void cutThePower() throws IOException {
    report.step("4. The power is cut in the middle of the commit that switches slots");
    TableGuard before = new TableGuard(host.disk());
    apply(SlotOperation.CLEAR_INACTIVE);
    apply(SlotOperation.MARK_INACTIVE_VALID);
    TableGuard ready = new TableGuard(host.disk());
    List<BootOutcome> outcomes = new ArrayList<>();
    boolean whole = false;
    while (!whole) {
      whole = switchSlots(outcomes.size());
      BootOutcome outcome = host.boot(Set.of());
      report.say(
          (whole ? "not cut: " : "cut before write " + (outcomes.size() + 1) + ": ")
              + (outcome instanceof BootOutcome.Running up
                  ? "slot " + up.slot() + " boots " + up.version() + ", verity holds"
                  : Tables.boot(outcome)));
      outcomes.add(outcome);
      ready.restore();
    }
    before.restore();
    report.expect("the commit takes several writes", outcomes.size() > 2);
    report.expect(
        "cut before its first write, the old slot boots", runs(outcomes.get(0), SlotId.B, GOOD));
    report.expect(
        "not cut, the new slot boots", runs(outcomes.get(outcomes.size() - 1), SlotId.A, BAD));
    report.expect(
        "cut anywhere between, one of the two boots, whole",
        outcomes.stream().allMatch(o -> runs(o, SlotId.B, GOOD) || runs(o, SlotId.A, BAD)));
    report.expect("the machine is up again", runs(host.boot(Set.of()), SlotId.B, GOOD));
  }

  private void apply(SlotOperation operation) throws IOException {
    try (BlockDevice disk = BlockDevices.open(host.disk())) {
      SlotDisk.of(disk).apply(operation, SlotId.B);
    }
  }

  private boolean switchSlots(int writesBeforeCut) throws IOException {
    try (BlockDevice disk = BlockDevices.open(host.disk())) {
      SlotDisk.of(new PowerCutDevice(disk, writesBeforeCut))
          .apply(SlotOperation.UPGRADE_TO_INACTIVE, SlotId.B);
      return true;
    } catch (PowerCutDevice.PowerCutException e) {
      return false;
    }
  }

  /** A changed target, then an old timestamp. */
  void attack() throws IOException {
    report.step("5. An attacker changes a target, then replays an old timestamp");
    UpdateEngine engine = host.engine();
    String changed = repository.flipOneByteOfRootTarget(NEXT);
    report.say("one byte of " + changed + " was changed");
    try {
      engine.stage(UpdatePolicy.defaults());
      report.expect("the changed target is refused", false);
    } catch (DigestMismatchException e) {
      report.say("refused: " + e.getMessage());
      report.expect("the changed target is refused by name", e.what().contains(NEXT.toString()));
    }
    expectUntouched();
    repository.restoreTarget();

    repository.replayOldTimestamp();
    try {
      engine.plan(UpdatePolicy.defaults());
      report.expect("the old timestamp is refused", false);
    } catch (RollbackException e) {
      report.say("refused: " + e.getMessage());
      report.expect("the old timestamp is refused by name", e.roleName().equals("timestamp"));
    }
    expectUntouched();
    repository.restoreTimestamp();

    engine.stage(UpdatePolicy.defaults());
    engine.activate();
    BootOutcome outcome = host.boot(Set.of());
    say(outcome);
    engine.confirm();
    report.expect("once the attack is over, " + NEXT + " installs", runs(outcome, SlotId.A, NEXT));
  }

  private void expectUntouched() throws IOException {
    SlotAttributes idle = attributes(SlotId.A);
    report.expect("the idle slot was not marked valid", idle.tries() == 0 && !idle.successful());
    report.expect("the boot rule still picks the running slot B", nextBootIs(SlotId.B));
  }

  /** One step back. */
  void rollBack() throws IOException {
    report.step("6. One step back on request");
    UpdateEngine engine = host.engine();
    SlotProof proof = engine.rollback();
    report.say("slot " + proof.slot() + " proved again: root hash " + proof.rootHash().hex());
    BootOutcome outcome = host.boot(Set.of());
    say(outcome);
    report.expect("slot B boots " + GOOD + " again", runs(outcome, SlotId.B, GOOD));
    engine.confirm();
    UpdatePlan plan = engine.plan(UpdatePolicy.defaults());
    Tables.plan(plan).forEach(report::say);
    host.status().forEach(report::say);
    report.expect("what was left is not offered again by itself", plan.chosen().isEmpty());
    report.expect("nothing is pending", engine.status().state() == EngineState.IDLE);
  }

  private static UpdatePolicy exactly(Version version) {
    return UpdatePolicy.builder().version(VersionChoice.exact(version)).build();
  }

  private static boolean chooses(UpdatePlan plan, Version version) {
    return plan.chosen().map(e -> e.version().equals(version)).orElse(false);
  }

  private static VerdictReason verdict(UpdatePlan plan, Version version) {
    return plan.verdicts().stream()
        .filter(v -> v.candidate().version().equals(version))
        .map(CandidateVerdict::reason)
        .findFirst()
        .orElseThrow();
  }

  private boolean nextBootIs(SlotId slot) throws IOException {
    return host.nextBoot().equals(Optional.of(slot));
  }

  private SlotAttributes attributes(SlotId slot) throws IOException {
    return host.slots().slot(slot).attributes();
  }

  private static boolean runs(BootOutcome outcome, SlotId slot, Version version) {
    return outcome instanceof BootOutcome.Running up
        && up.slot() == slot
        && up.version().equals(version);
  }

  private static boolean failedIn(BootOutcome outcome, SlotId slot, Version version) {
    return outcome instanceof BootOutcome.Failed failed
        && failed.slot().equals(Optional.of(slot))
        && failed.version().equals(Optional.of(version));
  }

  private void say(BootOutcome outcome) {
    report.say(Tables.boot(outcome));
  }
}
