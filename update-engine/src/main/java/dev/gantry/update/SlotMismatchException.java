// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import dev.gantry.core.Text;
import dev.gantry.core.VerificationException;
import dev.gantry.partition.slot.SlotId;
import java.io.Serial;
import java.util.Objects;

/**
 * A slot that is not what it has to be, although all of it can be read.
 *
 * <p>Codes: {@code SLOT_VERSION} (the boot configuration starts another version than was planned),
 * {@code SLOT_ROOT_DEVICE} and {@code SLOT_HASH_DEVICE} (it names partitions that are not the
 * slot's own), {@code SLOT_CHANGED} (it is not the one that was staged).
 */
public final class SlotMismatchException extends VerificationException {
  @Serial private static final long serialVersionUID = 1L;

  /** Place of the slot. */
  private final int slotIndex;

  /** What is wrong. */
  private final String field;

  /** What was found. */
  private final String found;

  /** What was expected. */
  private final String expected;

  SlotMismatchException(String code, SlotId slot, String field, String found, String expected) {
    super(
        code,
        "slot "
            + slot
            + ": "
            + field
            + " is "
            + Text.clean(found)
            + ", expected "
            + Text.clean(expected),
        null);
    this.slotIndex = slot.index();
    this.field = Objects.requireNonNull(field, "field");
    this.found = Text.clean(found);
    this.expected = Text.clean(expected);
  }

  /**
   * Returns the slot.
   *
   * @return the slot
   */
  public SlotId slot() {
    return SlotId.of(slotIndex);
  }

  /**
   * Returns what is wrong.
   *
   * @return a name
   */
  public String field() {
    return field;
  }

  /**
   * Returns what was found.
   *
   * @return the value, cut and escaped
   */
  public String found() {
    return found;
  }

  /**
   * Returns what was expected.
   *
   * @return the value
   */
  public String expected() {
    return expected;
  }
}
