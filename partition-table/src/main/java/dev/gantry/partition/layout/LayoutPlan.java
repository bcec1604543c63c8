// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.layout;

import dev.gantry.core.Guid;
import dev.gantry.partition.GptPartition;
import dev.gantry.partition.GptTable;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A {@link DiskLayout} with numbers for one disk.
 *
 * <p>Immutable.
 *
 * @param sectorSizeBytes sector size of the table, 512 or 4096
 * @param diskSizeBytes size of the disk that the plan is for
 * @param partitions the partitions in the order of their places
 */
public record LayoutPlan(int sectorSizeBytes, long diskSizeBytes, List<PlannedSpace> partitions) {
  /** Creates a plan. */
  public LayoutPlan {
    partitions = List.copyOf(partitions);
  }

  /**
   * Makes a new table of this plan, with random GUIDs wherever the layout fixes none.
   *
   * @param random the source of the GUIDs
   * @return a table
   */
  public GptTable table(RandomGenerator random) {
    return build(Guid.random(random), Optional.empty(), random);
  }

  /**
   * Makes a table of this plan for a disk that has one: the disk keeps its identity. Partitions
   * that have the same number and place keep their attributes, which say which slot boots, and
   * their identities, unless the layout fixes them.
   *
   * @param existing the table that is on the disk
   * @param random the source of the GUIDs of other partitions
   * @return a table
   */
  public GptTable table(GptTable existing, RandomGenerator random) {
    return build(existing.diskGuid(), Optional.of(existing), random);
  }

  private GptTable build(Guid diskGuid, Optional<GptTable> existing, RandomGenerator random) {
    GptTable.Builder table =
        GptTable.builder(diskGuid, sectorSizeBytes, diskSizeBytes / sectorSizeBytes);
    for (PlannedSpace planned : partitions) {
      PartitionSpec spec = planned.spec();
      Optional<GptPartition> kept =
          existing
              .flatMap(old -> old.partition(planned.number()))
              .filter(old -> isAt(old, planned));
      table.add(
          new GptPartition(
              planned.number(),
              spec.typeGuid(),
              spec.uniqueGuid()
                  .or(() -> kept.map(GptPartition::uniqueGuid))
                  .orElseGet(() -> Guid.random(random)),
              planned.firstLba(),
              planned.lastLba(),
              kept.map(GptPartition::attributes).orElse(spec.attributes()),
              spec.label()));
    }
    return table.build();
  }

  static boolean isAt(GptPartition partition, PlannedSpace planned) {
    return partition.firstLba() == planned.firstLba() && partition.lastLba() == planned.lastLba();
  }
}
