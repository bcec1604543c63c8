// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.slot;

import dev.gantry.core.Guid;
import java.util.Objects;

/**
 * A partition that belongs to each slot besides its boot partition.
 *
 * <p>Immutable.
 *
 * @param role what it is to the slot, for example {@link SlotScheme#ROOT}
 * @param typeGuid its type
 * @param distance how much higher its number is than that of the boot partition; the kernel finds
 *     it so ({@code PARTNROFF})
 * @param foundByOrder whether tools take the n-th partition of the type for that of the n-th slot,
 *     so that the table may have no other partition of the type
 */
public record SlotCompanion(String role, Guid typeGuid, int distance, boolean foundByOrder) {
  /**
   * Creates a companion.
   *
   * @throws IllegalArgumentException if the distance is 0
   */
  public SlotCompanion {
    Objects.requireNonNull(role, "role");
    Objects.requireNonNull(typeGuid, "typeGuid");
    if (distance == 0) {
      throw new IllegalArgumentException(role + " is the boot partition itself");
    }
  }
}
