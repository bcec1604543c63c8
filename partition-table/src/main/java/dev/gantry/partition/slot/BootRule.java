// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.slot;

import java.util.List;
import java.util.Optional;

/**
 * How a boot loader picks one of the slots, and what it notes in the table before it boots.
 *
 * <p>This is an SPI; {@link StandardBootRule} has the rules of the loaders that are known.
 * Implementations are pure, stateless and thread-safe, and have a meaningful {@code toString()}.
 */
public interface BootRule {
  /**
   * Picks a slot.
   *
   * @param slots the attributes of all boot partitions, in the order of their numbers
   * @return what boots, or nothing if the machine would not boot
   */
  Optional<Pick> pick(List<SlotAttributes> slots);

  /**
   * Says what confirming makes of the attributes of the slot that runs.
   *
   * @param running the attributes as they are
   * @return the attributes of a slot that was successful; the priority is not changed here
   */
  default SlotAttributes confirmed(SlotAttributes running) {
    return running.withSuccessful(true);
  }

  /**
   * Says whether the loader takes the priority away from a slot that it gives up, so that the slot
   * may run with priority 0 and must get one when it is confirmed.
   *
   * @return false unless the rule says otherwise
   */
  default boolean takesPriority() {
    return false;
  }

  /**
   * What a rule picks.
   *
   * @param index place in the list of boot partitions
   * @param after its attributes once the loader has noted the try
   */
  record Pick(int index, SlotAttributes after) {
    /**
     * Creates a pick.
     *
     * @throws IllegalArgumentException if the index is negative
     */
    public Pick {
      if (index < 0) {
        throw new IllegalArgumentException("index " + index);
      }
    }
  }
}
