// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli;

import dev.gantry.update.EngineStatus;
import dev.gantry.update.FailedVersion;
import dev.gantry.update.SlotStatus;
import dev.gantry.update.boot.BootOutcome;
import dev.gantry.update.plan.CandidateVerdict;
import dev.gantry.update.plan.UpdatePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The text forms of plans, statuses and starts. */
public final class Tables {
  private Tables() {}

  /**
   * Shows the slots and what would boot.
   *
   * @param status a host's status
   * @return lines
   */
  public static List<String> status(EngineStatus status) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "state "
            + status.state()
            + ", slot "
            + status.running()
            + " runs"
            + status.runningVersion().map(v -> " version " + v).orElse("")
            + ", next boot takes "
            + status.nextBoot().map(s -> "slot " + s).orElse("NOTHING"));
    lines.add("slot  priority  tries  successful  version       root hash");
    for (SlotStatus slot : status.slots()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%-4s  %8d  %5d  %-10s  %-12s  %s%s",
              slot.id(),
              slot.attributes().priority(),
              slot.attributes().tries(),
              slot.attributes().successful() ? "yes" : "no",
              slot.version().map(Object::toString).orElse("-"),
              slot.rootHash().map(d -> d.hex().substring(0, 16) + "…").orElse("-"),
              slot.problem().map(p -> "  (" + p + ")").orElse("")));
    }
    for (FailedVersion failed : status.failed()) {
      lines.add("failed: " + failed.version() + " " + failed.kind() + ": " + failed.evidence());
    }
    return lines;
  }

  /**
   * Shows what was thought of every release.
   *
   * @param plan a plan
   * @return lines
   */
  public static List<String> plan(UpdatePlan plan) {
    List<String> lines = new ArrayList<>();
    for (CandidateVerdict verdict : plan.verdicts()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%-12s %-20s %s",
              verdict.candidate().version(),
              verdict.reason(),
              verdict.detail()));
    }
    plan.chosen()
        .ifPresentOrElse(
            entry ->
                lines.add(
                    "install "
                        + entry.version()
                        + plan.targets()
                            .map(t -> ": " + t.totalBytes() + " bytes to fetch")
                            .orElse("")),
            () ->
                lines.add(
                    "nothing to install"
                        + plan.nextEligibleAt()
                            .map(i -> "; the next wave reaches this host at " + i)
                            .orElse("")));
    return lines;
  }

  /**
   * Says in a line what became of a start.
   *
   * @param outcome the outcome
   * @return a line
   */
  public static String boot(BootOutcome outcome) {
    if (outcome instanceof BootOutcome.Running running) {
      return "booted slot "
          + running.slot()
          + ": version "
          + running.version()
          + ", root hash "
          + running.rootHash().hex()
          + " verified over "
          + running.proof().dataBlocks()
          + " blocks, tries "
          + running.before().tries()
          + " -> "
          + running.after().tries();
    }
    BootOutcome.Failed failed = (BootOutcome.Failed) outcome;
    return "start failed: "
        + failed.reason()
        + failed.slot().map(s -> " in slot " + s).orElse("")
        + failed.version().map(v -> ", version " + v).orElse("")
        + ": "
        + failed.detail()
        + " ["
        + failed.code()
        + "]";
  }
}
