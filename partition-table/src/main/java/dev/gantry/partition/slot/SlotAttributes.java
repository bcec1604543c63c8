// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.slot;

/**
 * The attribute bits of a boot partition that decide whether and when the boot loader picks its
 * slot.
 *
 * <p>Immutable. Bits 48 to 51 are the priority, 52 to 55 the tries, 56 is "successful"; all other
 * bits belong to somebody else and are kept.
 *
 * @param priority 0 to 15; 0 is never booted, else the highest wins
 * @param tries 0 to 15; how often the slot may still be tried without having been successful
 * @param successful whether the system in the slot was confirmed
 */
public record SlotAttributes(int priority, int tries, boolean successful) {
  /** Largest priority and number of tries. */
  public static final int MAX = 15;

  /** An empty slot. */
  public static final SlotAttributes EMPTY = new SlotAttributes(0, 0, false);

  private static final int PRIORITY_SHIFT = 48;
  private static final int TRIES_SHIFT = 52;
  private static final long SUCCESSFUL = 1L << 56;
  private static final long MASK =
      ((long) MAX << PRIORITY_SHIFT) | ((long) MAX << TRIES_SHIFT) | SUCCESSFUL;

  /**
   * Creates attributes.
   *
   * @throws IllegalArgumentException if a number is out of range
   */
  public SlotAttributes {
    if (priority < 0 || priority > MAX || tries < 0 || tries > MAX) {
      throw new IllegalArgumentException(
          "priority " + priority + " and tries " + tries + ", expected 0 to " + MAX);
    }
  }

  /**
   * Reads the bits of a boot partition.
   *
   * @param attributes all 64 bits
   * @return the slot's attributes
   */
  public static SlotAttributes decode(long attributes) {
    return new SlotAttributes(
        (int) (attributes >>> PRIORITY_SHIFT) & MAX,
        (int) (attributes >>> TRIES_SHIFT) & MAX,
        (attributes & SUCCESSFUL) != 0);
  }

  /**
   * Writes the bits over others.
   *
   * @param attributes all 64 bits as they were
   * @return all 64 bits, changed in the slot's bits only
   */
  public long applyTo(long attributes) {
    long bits = ((long) priority << PRIORITY_SHIFT) | ((long) tries << TRIES_SHIFT);
    return (attributes & ~MASK) | bits | (successful ? SUCCESSFUL : 0);
  }

  /**
   * Says whether the boot loader may pick the slot now.
   *
   * @return true if the priority is not 0 and the slot is successful or has tries left
   */
  public boolean isBootable() {
    return priority > 0 && (successful || tries > 0);
  }

  /**
   * Says whether the boot loader may pick the slot for ever.
   *
   * @return true if the priority is not 0 and the slot is successful
   */
  public boolean isGood() {
    return priority > 0 && successful;
  }

  SlotAttributes withPriority(int newPriority) {
    return new SlotAttributes(newPriority, tries, successful);
  }

  SlotAttributes withTries(int newTries) {
    return new SlotAttributes(priority, newTries, successful);
  }

  SlotAttributes withSuccessful(boolean newSuccessful) {
    return new SlotAttributes(priority, tries, newSuccessful);
  }

  /** Returns the three values in one short form, for example {@code priority 2, tries 1}. */
  @Override
  public String toString() {
    return "priority " + priority + ", tries " + tries + (successful ? ", successful" : "");
  }
}
