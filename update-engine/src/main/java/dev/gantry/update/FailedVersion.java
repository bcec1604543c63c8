// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import dev.gantry.core.Digest;
import dev.gantry.core.Version;
import dev.gantry.update.plan.FailedRelease;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A release that failed on this host, and how that is known. Immutable.
 *
 * @param version its version
 * @param imageDigests the digests of its boot, root and hash targets; empty if it was not installed
 *     by this engine
 * @param kind how it failed
 * @param evidence what was seen, in words
 * @param detectedAt when it was seen
 */
public record FailedVersion(
    Version version,
    List<Digest> imageDigests,
    FailureKind kind,
    String evidence,
    Instant detectedAt) {
  /** Creates a record. */
  public FailedVersion {
    Objects.requireNonNull(version, "version");
    imageDigests = List.copyOf(imageDigests);
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(evidence, "evidence");
    Objects.requireNonNull(detectedAt, "detectedAt");
  }

  /**
   * Returns what the planner must know.
   *
   * @return version and digests
   */
  public FailedRelease release() {
    return new FailedRelease(version, imageDigests);
  }
}
