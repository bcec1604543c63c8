// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import dev.gantry.core.BlockSource;
import dev.gantry.core.StateConflictException;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Keeps the records of a hybrid MBR true. Each names a partition of the GPT a second time, by its
 * sectors alone, for systems that know no GPT: one that is left behind has them write where another
 * partition is by now.
 */
final class HybridMbr {
  private HybridMbr() {}

  /** Refuses a new table in which a record would no longer name what it names. */
  static void check(BlockSource disk, GptTable before, GptTable after) throws IOException {
    Set<LbaRange> old = ranges(before);
    Set<LbaRange> next = ranges(after);
    if (old.equals(next)) {
      // Slots change attributes alone, and need not read sector 0 for that.
      return;
    }
    for (MasterBootRecord.Entry record : MasterBootRecord.read(disk).records()) {
      if (record.isProtective() || record.sectorCount() == 0) {
        continue;
      }
      LbaRange named =
          new LbaRange(record.firstLba(), record.firstLba() + record.sectorCount() - 1);
      Optional<LbaRange> intruder =
          next.stream().filter(r -> r.overlaps(named) && !old.contains(r)).findFirst();
      boolean kept = next.contains(named) || (!old.contains(named) && intruder.isEmpty());
      if (!kept) {
        throw new StateConflictException(
            "HYBRID_MBR_NAMES_SECTORS",
            "changing the partition table of " + disk.description(),
            "record "
                + (record.index() + 1)
                + " of sector 0 names sectors "
                + named.firstLba()
                + " to "
                + named.lastLba()
                + (intruder.isPresent() ? ", in which a partition would begin or end" : ""),
            "the same sectors as a partition's before and after; or a protective MBR first");
      }
    }
  }

  private static Set<LbaRange> ranges(GptTable table) {
    return table.partitions().stream().map(GptPartition::range).collect(Collectors.toSet());
  }
}
