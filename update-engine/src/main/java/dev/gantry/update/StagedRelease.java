// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import dev.gantry.core.Version;
import dev.gantry.partition.slot.SlotId;
import dev.gantry.update.plan.ImageTargets;
import java.util.Objects;

/**
 * A release and the slot that it goes to. Immutable.
 *
 * @param slot the slot
 * @param variant the variant that it is for
 * @param arch the architecture that it is for
 * @param version its version
 * @param targets its images as trusted metadata had them when it was planned
 */
public record StagedRelease(
    SlotId slot, String variant, String arch, Version version, ImageTargets targets) {
  /** Creates a value. */
  public StagedRelease {
    Objects.requireNonNull(slot, "slot");
    Objects.requireNonNull(variant, "variant");
    Objects.requireNonNull(arch, "arch");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(targets, "targets");
  }
}
