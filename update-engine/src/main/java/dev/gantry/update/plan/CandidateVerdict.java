// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.plan;

import dev.gantry.update.manifest.UpdateEntry;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What the planner thought of one release of the manifest. Immutable.
 *
 * @param candidate the release
 * @param reason why it was chosen or not
 * @param detail the same in words, with the values that decided
 * @param eligibleAt when the wave of this host comes; empty if it has none, or if the release is
 *     for another kind of host
 */
public record CandidateVerdict(
    UpdateEntry candidate, VerdictReason reason, String detail, Optional<Instant> eligibleAt) {
  /** Creates a verdict. */
  public CandidateVerdict {
    Objects.requireNonNull(candidate, "candidate");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(detail, "detail");
    Objects.requireNonNull(eligibleAt, "eligibleAt");
  }
}
