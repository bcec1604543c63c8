// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.plan;

import dev.gantry.core.Digest;
import dev.gantry.core.Version;
import java.util.List;
import java.util.Objects;

/**
 * A release that was tried on this host and must not be offered again by itself. Immutable.
 *
 * @param version its version
 * @param imageDigests the digests of its boot, root and hash targets: a release of the same version
 *     with other images is another release; empty if they are not known, and then every release of
 *     that version is meant
 */
public record FailedRelease(Version version, List<Digest> imageDigests) {
  /** Creates a record. */
  public FailedRelease {
    Objects.requireNonNull(version, "version");
    imageDigests = List.copyOf(imageDigests);
  }
}
