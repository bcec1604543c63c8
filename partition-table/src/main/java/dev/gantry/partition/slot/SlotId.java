// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.slot;

import dev.gantry.core.Text;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One of the places for a system, named by a letter; A is the one with the lowest partition
 * numbers.
 *
 * <p>Immutable. There is one instance for each letter, so that {@code ==} compares them. There are
 * as many letters as priorities that can be told apart, A to O.
 */
public final class SlotId implements Comparable<SlotId> {
  /** How many slots can be named: one for each priority that boots. */
  public static final int COUNT = SlotAttributes.MAX;

  private static final List<SlotId> ALL = IntStream.range(0, COUNT).mapToObj(SlotId::new).toList();

  /** The first slot. */
  public static final SlotId A = of(0);

  /** The second slot; a host without in-place updates has none. */
  public static final SlotId B = of(1);

  private final int index;

  private SlotId(int index) {
    this.index = index;
  }

  /**
   * Returns a slot by its place.
   *
   * @param index 0 for A, 1 for B, below {@link #COUNT}
   * @return the slot
   * @throws IllegalArgumentException if the index is out of range
   */
  public static SlotId of(int index) {
    if (index < 0 || index >= COUNT) {
      throw new IllegalArgumentException("slot " + index + ", expected 0 to " + (COUNT - 1));
    }
    return ALL.get(index);
  }

  /**
   * Returns a slot by its name.
   *
   * @param name one letter, of either case
   * @return the slot
   * @throws IllegalArgumentException if there is no slot of that name
   */
  public static SlotId parse(String name) {
    int index = name.length() == 1 ? (name.charAt(0) | ' ') - 'a' : -1;
    if (index < 0 || index >= COUNT) {
      throw new IllegalArgumentException(
          "slot " + Text.quote(name) + ", expected a letter, A to " + of(COUNT - 1));
    }
    return of(index);
  }

  /**
   * Returns the place of the slot's boot partition among all boot partitions.
   *
   * @return 0 for A, 1 for B
   */
  public int index() {
    return index;
  }

  /**
   * Returns the other one of A and B. It means something only on a disk with two slots; {@link
   * SlotTable#idleSlots} is for any number.
   *
   * @return B for A and A for B
   * @throws IllegalStateException if this is a third or later slot
   */
  public SlotId other() {
    if (index > 1) {
      throw new IllegalStateException("slot " + this + " has no single other slot");
    }
    return this == A ? B : A;
  }

  @Override
  public int compareTo(SlotId other) {
    return Integer.compare(index, other.index);
  }

  /** Returns the letter, in upper case. */
  @Override
  public String toString() {
    return String.valueOf((char) ('A' + index));
  }
}
