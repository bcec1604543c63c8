// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.slot;

import dev.gantry.partition.GptPartition;
import dev.gantry.partition.GptTable;
import java.util.Objects;
import java.util.Optional;

/**
 * What the boot loader picked.
 *
 * <p>Immutable.
 *
 * @param slot the slot; empty for a boot partition beyond {@link SlotId#COUNT}, which the boot
 *     loader boots although no {@link SlotTable} has one
 * @param boot the boot partition as it was before
 * @param after the table that the boot loader boots with: as it notes the try, or unchanged
 * @param writesTable whether the boot loader writes the table before it boots
 */
public record BootChoice(
    Optional<SlotId> slot, GptPartition boot, GptTable after, boolean writesTable) {
  /** Creates a choice. */
  public BootChoice {
    Objects.requireNonNull(slot, "slot");
    Objects.requireNonNull(boot, "boot");
    Objects.requireNonNull(after, "after");
  }
}
