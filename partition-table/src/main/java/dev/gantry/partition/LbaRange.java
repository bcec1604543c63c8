// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import java.util.Optional;

/**
 * A range of sectors.
 *
 * <p>Immutable.
 *
 * @param firstLba first sector, 0 or more
 * @param lastLba last sector, inclusive
 */
public record LbaRange(long firstLba, long lastLba) {
  /**
   * Creates a range.
   *
   * @throws IllegalArgumentException if it is empty or begins before sector 0
   */
  public LbaRange {
    if (firstLba < 0 || lastLba < firstLba || lastLba == Long.MAX_VALUE) {
      throw new IllegalArgumentException("range of sectors " + firstLba + " to " + lastLba);
    }
  }

  /**
   * Returns the size.
   *
   * @return a number of sectors, 1 or more
   */
  public long sectorCount() {
    return lastLba - firstLba + 1;
  }

  /**
   * Says whether another range lies within this one.
   *
   * @param other another range
   * @return true if no sector of it is outside of this range
   */
  public boolean contains(LbaRange other) {
    return firstLba <= other.firstLba && other.lastLba <= lastLba;
  }

  /**
   * Says whether two ranges share a sector.
   *
   * @param other another range
   * @return true if they do
   */
  public boolean overlaps(LbaRange other) {
    return firstLba <= other.lastLba && other.firstLba <= lastLba;
  }

  /**
   * Returns what remains if the range has to begin at a multiple.
   *
   * @param alignmentSectors what the first sector has to be a multiple of, 1 or more
   * @return the rest, or nothing if there is no multiple in the range
   * @throws IllegalArgumentException if the alignment is less than 1
   */
  public Optional<LbaRange> alignedTo(long alignmentSectors) {
    if (alignmentSectors < 1) {
      throw new IllegalArgumentException("alignment is " + alignmentSectors + " sectors");
    }
    long over = firstLba % alignmentSectors;
    long skip = over == 0 ? 0 : alignmentSectors - over;
    return skip > lastLba - firstLba
        ? Optional.empty()
        : Optional.of(new LbaRange(firstLba + skip, lastLba));
  }
}
