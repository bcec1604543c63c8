// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.slot;

import dev.gantry.core.StateConflictException;

/**
 * What can be done to the slots. Each operation is pure: it makes a new table or refuses.
 *
 * <p>No operation leaves the boot loader with nothing to boot, or with slots only that were never
 * successful: those that depend on the running system demand that it is confirmed. The bits that
 * are written are those of Bottlerocket's {@code signpost}; what is refused is more.
 *
 * <p>Wherever an operation needs two slots and there is one, it is refused with {@code
 * SINGLE_SLOT}.
 */
public enum SlotOperation {
  /**
   * Empties the idle slot before its partitions are overwritten. Needs a running slot that is
   * successful ({@code RUNNING_SLOT_NOT_CONFIRMED}) and whose priority is not 0 ({@code
   * RUNNING_SLOT_NOT_SELECTABLE}).
   */
  CLEAR_INACTIVE("clear-inactive") {
    @Override
    SlotTable change(SlotTable before, SlotId running) throws StateConflictException {
      requireConfirmed(before, running);
      if (!before.slot(running).attributes().isGood()) {
        throw refused(
            "RUNNING_SLOT_NOT_SELECTABLE",
            before,
            running,
            "a running slot whose priority is not 0; cancel-upgrade gives it one");
      }
      return before.withAttributes(running.other(), SlotAttributes.EMPTY);
    }
  },

  /**
   * Gives the idle slot one try, after its content was verified. Needs an idle slot that is empty:
   * priority 0 and not successful ({@code SLOT_ALREADY_MARKED}).
   */
  MARK_INACTIVE_VALID("mark-inactive-valid") {
    @Override
    SlotTable change(SlotTable before, SlotId running) throws StateConflictException {
      SlotAttributes idle = requireUnmarked(before, running);
      return before.withAttributes(running.other(), idle.withTries(1));
    }
  },

  /**
   * Makes the idle slot the one that boots next, once. Needs an idle slot that is not marked yet
   * ({@code SLOT_ALREADY_MARKED}) but valid ({@code SLOT_NOT_VALID}), and a running slot that is
   * successful ({@code RUNNING_SLOT_NOT_CONFIRMED}).
   */
  UPGRADE_TO_INACTIVE("upgrade-to-inactive") {
    @Override
    SlotTable change(SlotTable before, SlotId running) throws StateConflictException {
      SlotAttributes idle = requireUnmarked(before, running);
      if (idle.tries() == 0) {
        throw refused("SLOT_NOT_VALID", before, running, "an idle slot that was marked valid");
      }
      requireConfirmed(before, running);
      return prefer(before, running.other());
    }
  },

  /**
   * Makes the running slot the one that boots next. The idle slot gets priority 0 and keeps its
   * tries, so that the upgrade can be repeated; if it is successful it gets priority 1 and remains
   * what the boot loader falls back to. Needs a running slot that is successful ({@code
   * RUNNING_SLOT_NOT_CONFIRMED}).
   */
  CANCEL_UPGRADE("cancel-upgrade") {
    @Override
    SlotTable change(SlotTable before, SlotId running) throws StateConflictException {
      requireConfirmed(before, running);
      SlotAttributes idle = before.slot(running.other()).attributes();
      return before
          .withAttributes(
              running.other(), idle.withPriority(idle.successful() ? FALLBACK_PRIORITY : 0))
          .withAttributes(running, before.slot(running).attributes().withPriority(NEXT_PRIORITY));
    }
  },

  /**
   * Makes the idle slot the one that boots next, for good, whether the running one is confirmed or
   * not. Needs an idle slot that is successful ({@code ROLLBACK_TARGET_NOT_GOOD}).
   */
  ROLLBACK_TO_INACTIVE("rollback-to-inactive") {
    @Override
    SlotTable change(SlotTable before, SlotId running) throws StateConflictException {
      if (!before.slot(running.other()).attributes().successful()) {
        throw refused(
            "ROLLBACK_TARGET_NOT_GOOD", before, running, "an idle slot that was successful once");
      }
      return prefer(before, running.other());
    }
  },

  /**
   * Confirms the running slot, and sets "boot has ever succeeded". Always allowed; priority and
   * tries stay.
   */
  MARK_SUCCESSFUL_BOOT("mark-successful-boot") {
    @Override
    boolean needsTwoSlots() {
      return false;
    }

    @Override
    SlotTable change(SlotTable before, SlotId running) {
      SlotAttributes attributes = before.slot(running).attributes();
      return before
          .withAttributes(running, attributes.withSuccessful(true))
          .withBootEverSucceeded();
    }
  };

  private static final int NEXT_PRIORITY = 2;
  private static final int FALLBACK_PRIORITY = 1;

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
   * Applies the operation.
   *
   * @param before the slots as they are
   * @param running the slot that runs, which is a fact about the machine and not about the table
   * @return the slots as they shall be; equal to {@code before} if nothing is to change
   * @throws StateConflictException if the operation is not allowed in this state
   * @throws IllegalArgumentException if there is no such running slot
   */
  public SlotTable apply(SlotTable before, SlotId running) throws StateConflictException {
    before.slot(running);
    if (needsTwoSlots() && before.isSingleSlot()) {
      throw refused("SINGLE_SLOT", before, running, "a disk with two slots");
    }
    return change(before, running);
  }

  boolean needsTwoSlots() {
    return true;
  }

  abstract SlotTable change(SlotTable before, SlotId running) throws StateConflictException;

  void requireConfirmed(SlotTable before, SlotId running) throws StateConflictException {
    if (!before.slot(running).attributes().successful()) {
      throw refused(
          "RUNNING_SLOT_NOT_CONFIRMED",
          before,
          running,
          "a running slot that is successful; confirm it, or roll back");
    }
  }

  SlotAttributes requireUnmarked(SlotTable before, SlotId running) throws StateConflictException {
    SlotAttributes idle = before.slot(running.other()).attributes();
    if (idle.priority() != 0 || idle.successful()) {
      throw refused(
          "SLOT_ALREADY_MARKED",
          before,
          running,
          "an idle slot with priority 0 that is not successful; clear it and write it again");
    }
    return idle;
  }

  /** Boots one slot next and leaves the other to fall back to. */
  static SlotTable prefer(SlotTable before, SlotId next) {
    SlotAttributes first = before.slot(next).attributes().withPriority(NEXT_PRIORITY);
    SlotAttributes second = before.slot(next.other()).attributes().withPriority(FALLBACK_PRIORITY);
    return before.withAttributes(next, first).withAttributes(next.other(), second);
  }

  StateConflictException refused(String code, SlotTable before, SlotId running, String expected) {
    return new StateConflictException(
        code, commandName, "running " + running + " of " + before, expected);
  }
}
