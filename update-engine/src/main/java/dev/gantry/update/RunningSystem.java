// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import dev.gantry.partition.slot.SlotId;
import java.io.IOException;
import java.util.Optional;

/**
 * Tells from which slot the machine booted, which is a fact about the machine and not about its
 * disk.
 *
 * <p>This is an SPI. The engine asks anew in every call.
 */
@FunctionalInterface
public interface RunningSystem {
  /**
   * Says what runs now.
   *
   * @return slot and version
   * @throws IOException if it cannot be found out
   */
  BootedSystem current() throws IOException;

  /**
   * Makes a system that always runs from one slot, for tools that work on the disks of others.
   *
   * @param slot the slot
   * @return the system
   */
  static RunningSystem of(SlotId slot) {
    BootedSystem booted = new BootedSystem(slot, Optional.empty());
    return () -> booted;
  }
}
