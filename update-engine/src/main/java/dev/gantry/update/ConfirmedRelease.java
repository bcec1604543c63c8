// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import dev.gantry.core.Digest;
import dev.gantry.core.Version;
import dev.gantry.partition.slot.SlotId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A release that ran and was confirmed to be good. Immutable.
 *
 * @param slot the slot it ran from
 * @param version its version
 * @param imageDigests the digests of its boot, root and hash targets; empty if it was not installed
 *     by this engine
 * @param content what the slot held when it was proved; empty if it was not installed by this
 *     engine
 * @param confirmedAt when it was confirmed
 */
public record ConfirmedRelease(
    SlotId slot,
    Version version,
    List<Digest> imageDigests,
    Optional<SlotContent> content,
    Instant confirmedAt) {
  /** Creates a record. */
  public ConfirmedRelease {
    Objects.requireNonNull(slot, "slot");
    Objects.requireNonNull(version, "version");
    imageDigests = List.copyOf(imageDigests);
    Objects.requireNonNull(content, "content");
    Objects.requireNonNull(confirmedAt, "confirmedAt");
  }

  boolean isSameRelease(ConfirmedRelease other) {
    return slot == other.slot
        && version.equals(other.version)
        && imageDigests.equals(other.imageDigests)
        && content.equals(other.content);
  }
}
