// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import dev.gantry.core.Version;
import dev.gantry.partition.slot.SlotAttributes;
import dev.gantry.partition.slot.SlotId;
import dev.gantry.verity.RootHash;
import java.util.Objects;
import java.util.Optional;

/**
 * What is in a slot, as far as its boot configuration tells; nothing is verified. Immutable.
 *
 * @param id the slot
 * @param attributes the bits that decide whether it boots
 * @param version the version that it starts, if its boot configuration can be read
 * @param rootHash the root hash that it hands to the kernel, if its boot configuration can be read
 * @param problem why the boot configuration cannot be read; empty if it can
 */
public record SlotStatus(
    SlotId id,
    SlotAttributes attributes,
    Optional<Version> version,
    Optional<RootHash> rootHash,
    Optional<String> problem) {
  /** Creates a value. */
  public SlotStatus {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(attributes, "attributes");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(rootHash, "rootHash");
    Objects.requireNonNull(problem, "problem");
  }
}
