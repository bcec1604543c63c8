// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.slot;

import java.util.List;
import java.util.Optional;

/**
 * The rules of known boot loaders.
 *
 * <p>With both, the highest priority wins among the slots that are successful or have tries left;
 * priority 0 never boots, and among equals the lowest partition number wins. They differ in what
 * they note.
 */
public enum StandardBootRule implements BootRule {
  /**
   * Bottlerocket's GRUB ({@code gptprio.next}): if the slot has tries left, one of them is used up,
   * even if it was successful.
   */
  GPTPRIO {
    @Override
    SlotAttributes tried(SlotAttributes slot) {
      return slot.tries() > 0 ? slot.withTries(slot.tries() - 1) : slot;
    }
  },

  /**
   * ChromeOS's firmware (vboot, {@code GptNextKernelEntry} and {@code GptUpdateKernelEntry}): a
   * slot that was successful keeps its tries; one that was not loses a try, and with the last one
   * its priority too. Confirming ends the tries.
   *
   * <p>The firmware goes on to the next slot if it refuses the content of the one that it picked;
   * this rule is about slots whose content it accepts.
   */
  CHROMEOS {
    @Override
    SlotAttributes tried(SlotAttributes slot) {
      if (slot.successful()) {
        return slot;
      }
      return slot.tries() > 1 ? slot.withTries(slot.tries() - 1) : SlotAttributes.EMPTY;
    }

    @Override
    public SlotAttributes confirmed(SlotAttributes running) {
      return new SlotAttributes(running.priority(), 0, true);
    }

    @Override
    public boolean takesPriority() {
      return true;
    }
  };

  abstract SlotAttributes tried(SlotAttributes slot);

  @Override
  public Optional<Pick> pick(List<SlotAttributes> slots) {
    int best = 0;
    int found = -1;
    for (int i = 0; i < slots.size(); i++) {
      SlotAttributes slot = slots.get(i);
      if (slot.isBootable() && slot.priority() > best) {
        best = slot.priority();
        found = i;
      }
    }
    return found < 0 ? Optional.empty() : Optional.of(new Pick(found, tried(slots.get(found))));
  }
}
