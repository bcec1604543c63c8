// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.slot;

import java.util.Optional;
import java.util.stream.Stream;

/** One of the two places for a system; A is the one with the lower partition numbers. */
public enum SlotId {
  /** The first slot. */
  A(0),
  /** The second slot; a host without in-place updates has none. */
  B(1);

  private final int index;

  SlotId(int index) {
    this.index = index;
  }

  /**
   * Returns the other slot.
   *
   * @return B for A and A for B
   */
  public SlotId other() {
    return this == A ? B : A;
  }

  /** Position among the boot partitions. */
  int index() {
    return index;
  }

  /** The slot of the n-th boot partition, if slots go that far. */
  static Optional<SlotId> at(int index) {
    return Stream.of(A, B).filter(id -> id.index == index).findFirst();
  }
}
