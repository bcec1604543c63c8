// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.plan;

import dev.gantry.update.manifest.UpdateEntry;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What would be installed on a host, and why everything else would not. Immutable; equal inputs
 * give plans of equal {@link #toJson()}.
 */
public final class UpdatePlan {
  private final Instant plannedAt;
  private final HostFacts host;
  private final UpdatePolicy policy;
  private final List<CandidateVerdict> verdicts;
  private final Optional<UpdateEntry> chosen;
  private final Optional<ImageTargets> targets;

  UpdatePlan(
      Instant plannedAt,
      HostFacts host,
      UpdatePolicy policy,
      List<CandidateVerdict> verdicts,
      Optional<ImageTargets> targets) {
    this.plannedAt = Objects.requireNonNull(plannedAt, "plannedAt");
    this.host = host;
    this.policy = policy;
    this.verdicts = List.copyOf(verdicts);
    this.chosen =
        verdicts.stream()
            .filter(verdict -> verdict.reason() == VerdictReason.CHOSEN)
            .map(CandidateVerdict::candidate)
            .findFirst();
    this.targets = targets;
  }

  /**
   * Returns the time for which the plan was made.
   *
   * @return the instant
   */
  public Instant plannedAt() {
    return plannedAt;
  }

  /**
   * Returns what was known of the host.
   *
   * @return the facts
   */
  public HostFacts host() {
    return host;
  }

  /**
   * Returns the policy that was applied.
   *
   * @return the policy
   */
  public UpdatePolicy policy() {
    return policy;
  }

  /**
   * Returns the release to install.
   *
   * @return the release, or empty if there is nothing to do
   */
  public Optional<UpdateEntry> chosen() {
    return chosen;
  }

  /**
   * Returns what trusted metadata says of the chosen release's images.
   *
   * @return the targets; empty if nothing was chosen, or if the plan was made without a catalog
   */
  public Optional<ImageTargets> targets() {
    return targets;
  }

  /**
   * Returns what was thought of every release of the manifest.
   *
   * @return one verdict for each, in the order of the manifest
   */
  public List<CandidateVerdict> verdicts() {
    return verdicts;
  }

  /**
   * Returns when the next wave reaches this host.
   *
   * @return the earliest time at which a release that only waits for its wave may be installed
   */
  public Optional<Instant> nextEligibleAt() {
    return verdicts.stream()
        .filter(verdict -> verdict.reason() == VerdictReason.WAVE_NOT_REACHED)
        .flatMap(verdict -> verdict.eligibleAt().stream())
        .min(Comparator.naturalOrder());
  }

  /**
   * Writes the plan as JSON: the same bytes for the same inputs.
   *
   * @return a document of several lines
   */
  public String toJson() {
    return PlanJson.write(this);
  }

  /** Returns what is to be installed, for messages. */
  @Override
  public String toString() {
    return chosen.map(entry -> "install " + entry).orElse("nothing to install");
  }
}
