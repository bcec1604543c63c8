// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.layout;

import java.util.Objects;

/**
 * A partition of a {@link LayoutPlan}, with its place.
 *
 * <p>Immutable.
 *
 * @param spec what it is
 * @param number its number
 * @param firstLba its first sector
 * @param lastLba its last sector
 */
public record PlannedSpace(PartitionSpec spec, int number, long firstLba, long lastLba) {
  /** Creates a partition; the planner has checked its place. */
  public PlannedSpace {
    Objects.requireNonNull(spec, "spec");
  }

  /**
   * Returns the size.
   *
   * @param sectorSizeBytes sector size of the plan
   * @return a size in bytes
   */
  public long sizeBytes(int sectorSizeBytes) {
    return (lastLba - firstLba + 1) * sectorSizeBytes;
  }
}
