// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import dev.gantry.core.Version;
import dev.gantry.partition.slot.SlotId;
import java.util.Objects;
import java.util.Optional;

/**
 * What runs now. Immutable.
 *
 * @param slot the slot that the machine booted from
 * @param version the version that says so of itself; where it is empty, the boot configuration of
 *     the slot is asked
 */
public record BootedSystem(SlotId slot, Optional<Version> version) {
  /** Creates a value. */
  public BootedSystem {
    Objects.requireNonNull(slot, "slot");
    Objects.requireNonNull(version, "version");
  }
}
