// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.slot;

import dev.gantry.core.StateConflictException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What can be done to the slots. Each operation is pure: it makes a new table or refuses.
 *
 * <p>No operation leaves the boot loader with nothing to boot, or with slots only that were never
 * successful: those that depend on the running system demand that it is confirmed. The bits that
 * are written on a disk with two slots are those of Bottlerocket's {@code signpost}; what is
 * refused is more. With more slots, those that are neither running nor the target keep their order
 * among each other, below both.
 *
 * <p>Wherever an operation needs two slots and there is one, it is refused with {@code
 * SINGLE_SLOT}. Whatever the boot loader's rule is, an operation after which it would end without a
 * slot that was successful, where it had one before, is refused with {@code WOULD_NOT_BOOT}.
 */
public enum SlotOperation {
  /**
   * Empties the idle slot before its partitions are overwritten. Needs a running slot that is
   * successful ({@code RUNNING_SLOT_NOT_CONFIRMED}) and whose priority is not 0 ({@code
   * RUNNING_SLOT_NOT_SELECTABLE}).
   */
  CLEAR_INACTIVE("clear-inactive") {
    @Override
    SlotTable change(SlotTable before, SlotId running, SlotId idle) throws StateConflictException {
      requireConfirmed(before, running);
      if (!before.slot(running).attributes().isGood()) {
        throw refused(
            "RUNNING_SLOT_NOT_SELECTABLE",
            before,
            running,
            "a running slot whose priority is not 0; cancel-upgrade gives it one");
      }
      return before.withAttributes(idle, SlotAttributes.EMPTY);
    }
  },

  /**
   * Gives the idle slot its tries, after its content was verified. Needs an idle slot that is
   * empty: priority 0 and not successful ({@code SLOT_ALREADY_MARKED}).
   */
  MARK_INACTIVE_VALID("mark-inactive-valid") {
    @Override
    SlotTable change(SlotTable before, SlotId running, SlotId idle) throws StateConflictException {
      SlotAttributes attributes = requireUnmarked(before, running, idle);
      return before.withAttributes(idle, attributes.withTries(before.scheme().tries()));
    }
  },

  /**
   * Makes the idle slot the one that boots next, once. Needs an idle slot that is not marked yet
   * ({@code SLOT_ALREADY_MARKED}) but valid ({@code SLOT_NOT_VALID}), and a running slot that is
   * successful ({@code RUNNING_SLOT_NOT_CONFIRMED}).
   */
  UPGRADE_TO_INACTIVE("upgrade-to-inactive") {
    @Override
    SlotTable change(SlotTable before, SlotId running, SlotId idle) throws StateConflictException {
      if (requireUnmarked(before, running, idle).tries() == 0) {
        throw refused("SLOT_NOT_VALID", before, running, "an idle slot that was marked valid");
      }
      requireConfirmed(before, running);
      return order(before, idle, running, true);
    }
  },

  /**
   * Makes the running slot the one that boots next. The idle slot gets priority 0 and keeps its
   * tries, so that the upgrade can be repeated; if it is successful it remains what the boot loader
   * falls back to. Needs a running slot that is successful ({@code RUNNING_SLOT_NOT_CONFIRMED}).
   */
  CANCEL_UPGRADE("cancel-upgrade") {
    @Override
    SlotTable change(SlotTable before, SlotId running, SlotId idle) throws StateConflictException {
      requireConfirmed(before, running);
      return order(before, running, idle, before.slot(idle).attributes().successful());
    }
  },

  /**
   * Makes the idle slot the one that boots next, for good, whether the running one is confirmed or
   * not. Needs an idle slot that is successful ({@code ROLLBACK_TARGET_NOT_GOOD}).
   */
  ROLLBACK_TO_INACTIVE("rollback-to-inactive") {
    @Override
    SlotTable change(SlotTable before, SlotId running, SlotId idle) throws StateConflictException {
      if (!before.slot(idle).attributes().successful()) {
        throw refused(
            "ROLLBACK_TARGET_NOT_GOOD", before, running, "an idle slot that was successful once");
      }
      return order(before, idle, running, true);
    }
  },

  /**
   * Confirms the running slot, and sets "boot has ever succeeded". Always allowed. Priority and
   * tries stay, unless the boot loader's rule says otherwise: if it takes the priority of a slot
   * with its last try, the slot becomes the first again.
   */
  MARK_SUCCESSFUL_BOOT("mark-successful-boot") {
    @Override
    public boolean hasTarget() {
      return false;
    }

    @Override
    SlotTable change(SlotTable before, SlotId running, SlotId none) {
      BootRule rule = before.scheme().bootRule();
      SlotAttributes attributes = before.slot(running).attributes();
      SlotTable confirmed =
          before.withAttributes(running, rule.confirmed(attributes)).withBootEverSucceeded();
      return attributes.priority() == 0 && rule.takesPriority()
          ? order(confirmed, running, running, true)
          : confirmed;
    }
  };

  private final String commandName;

  SlotOperation(String commandName) {
    this.commandName = commandName;
  }

  /**
   * Returns the name that Bottlerocket's {@code signpost} has for the operation.
   *
   * @return the name, for example {@code clear-inactive}
   */
  public String commandName() {
    return commandName;
  }

  /**
   * Says whether the operation is about an idle slot besides the running one.
   *
   * @return false for {@link #MARK_SUCCESSFUL_BOOT}
   */
  public boolean hasTarget() {
    return true;
  }

  /**
   * Applies the operation; where there are two slots, to the one that does not run.
   *
   * @param before the slots as they are
   * @param running the slot that runs, which is a fact about the machine and not about the table
   * @return the slots as they shall be; equal to {@code before} if nothing is to change
   * @throws StateConflictException if the operation is not allowed in this state, or there are more
   *     than two slots and the operation needs to know which one ({@code SLOT_TARGET_NEEDED})
   * @throws IllegalArgumentException if there is no such running slot
   */
  public SlotTable apply(SlotTable before, SlotId running) throws StateConflictException {
    before.slot(running);
    if (!hasTarget()) {
      return checked(before, running, running);
    }
    List<Slot> idle = before.idleSlots(running);
    if (idle.size() > 1) {
      throw refused(
          "SLOT_TARGET_NEEDED", before, running, "the name of one of " + idle.size() + " slots");
    }
    return checked(before, running, idle.isEmpty() ? running : idle.get(0).id());
  }

  /**
   * Applies the operation to one of the slots that do not run.
   *
   * @param before the slots as they are
   * @param running the slot that runs, which is a fact about the machine and not about the table
   * @param target the idle slot that the operation is about
   * @return the slots as they shall be; equal to {@code before} if nothing is to change
   * @throws StateConflictException if the operation is not allowed in this state, or the target
   *     runs ({@code SLOT_RUNNING})
   * @throws IllegalArgumentException if there is no such running slot or target, or the operation
   *     {@linkplain #hasTarget() has no target}
   */
  public SlotTable apply(SlotTable before, SlotId running, SlotId target)
      throws StateConflictException {
    before.slot(running);
    before.slot(target);
    if (!hasTarget()) {
      throw new IllegalArgumentException(commandName + " has no target");
    }
    if (running == target && !before.isSingleSlot()) {
      throw refused("SLOT_RUNNING", before, running, "a target that does not run");
    }
    return checked(before, running, target);
  }

  private SlotTable checked(SlotTable before, SlotId running, SlotId target)
      throws StateConflictException {
    if (hasTarget() && before.isSingleSlot()) {
      throw refused("SINGLE_SLOT", before, running, "a disk with two slots");
    }
    SlotTable after = change(before, running, target);
    if (endsGood(before) && !endsGood(after)) {
      throw refused("WOULD_NOT_BOOT", before, running, "slots that would boot then; not " + after);
    }
    return after;
  }

  private static boolean endsGood(SlotTable table) {
    Optional<SlotId> last = table.lastResort();
    return last.isPresent() && table.slot(last.get()).attributes().successful();
  }

  abstract SlotTable change(SlotTable before, SlotId running, SlotId idle)
      throws StateConflictException;

  void requireConfirmed(SlotTable before, SlotId running) throws StateConflictException {
    if (!before.slot(running).attributes().successful()) {
      throw refused(
          "RUNNING_SLOT_NOT_CONFIRMED",
          before,
          running,
          "a running slot that is successful; confirm it, or roll back");
    }
  }

  SlotAttributes requireUnmarked(SlotTable before, SlotId running, SlotId idle)
      throws StateConflictException {
    SlotAttributes attributes = before.slot(idle).attributes();
    if (attributes.priority() != 0 || attributes.successful()) {
      throw refused(
          "SLOT_ALREADY_MARKED",
          before,
          running,
          "an idle slot with priority 0 that is not successful; clear it and write it again");
    }
    return attributes;
  }

  /**
   * Boots one slot first and another second, and all others that may boot behind them, as they
   * were. With two slots the priorities are 2 and 1.
   */
  static SlotTable order(SlotTable before, SlotId first, SlotId second, boolean secondMayBoot) {
    List<Slot> others =
        before.slots().stream()
            .filter(slot -> slot.id() != first && slot.id() != second)
            .filter(slot -> slot.attributes().priority() > 0)
            .sorted(
                Comparator.comparing((Slot slot) -> slot.attributes().priority())
                    .thenComparing(Slot::id, Comparator.reverseOrder()))
            .toList();
    SlotTable after = before;
    int priority = 1;
    for (Slot slot : others) {
      after = withPriority(after, slot.id(), priority++);
    }
    after = withPriority(after, second, secondMayBoot ? priority : 0);
    return withPriority(after, first, priority + 1);
  }

  private static SlotTable withPriority(SlotTable table, SlotId id, int priority) {
    return table.withAttributes(id, table.slot(id).attributes().withPriority(priority));
  }

  StateConflictException refused(String code, SlotTable before, SlotId running, String expected) {
    return new StateConflictException(
        code, commandName, "running " + running + " of " + before, expected);
  }
}
