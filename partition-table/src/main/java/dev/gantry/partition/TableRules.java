// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import dev.gantry.core.Guid;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rules between the partitions of one table. */
final class TableRules {
  private TableRules() {}

  /** A broken rule: its code, the partition that shows it, what was found and expected. */
  record Breach(String code, int number, String found, String expected) {}

  static Optional<Breach> check(
      Collection<GptPartition> partitions, long firstUsable, long lastUsable, int entryCount) {
    Map<Guid, Integer> guids = new HashMap<>();
    for (GptPartition partition : partitions) {
      int number = partition.number();
      if (number > entryCount) {
        return breach(
            "GPT_PARTITION_NUMBER",
            number,
            "partition number " + number,
            "at most " + entryCount + ", the number of entries");
      }
      if (partition.firstLba() < firstUsable || partition.lastLba() > lastUsable) {
        return breach(
            "GPT_PARTITION_RANGE",
            number,
            span(partition),
            "sectors within " + firstUsable + " to " + lastUsable + " (UEFI 2.10, 5.3.2)");
      }
      Integer other = guids.putIfAbsent(partition.uniqueGuid(), number);
      if (other != null) {
        return breach(
            "GPT_DUPLICATE_GUID",
            number,
            "unique GUID " + partition.uniqueGuid() + " in partitions " + other + " and " + number,
            "a unique GUID for each (UEFI 2.10, 5.3.3)");
      }
    }
    return overlap(partitions);
  }

  private static Optional<Breach> overlap(Collection<GptPartition> partitions) {
    List<GptPartition> sorted = new ArrayList<>(partitions);
    sorted.sort(Comparator.comparingLong(GptPartition::firstLba));
    for (int i = 1; i < sorted.size(); i++) {
      GptPartition left = sorted.get(i - 1);
      GptPartition right = sorted.get(i);
      if (right.firstLba() <= left.lastLba()) {
        return breach(
            "GPT_PARTITION_OVERLAP",
            right.number(),
            span(left) + " and " + span(right),
            "partitions that do not overlap (UEFI 2.10, 5.3.1)");
      }
    }
    return Optional.empty();
  }

  private static String span(GptPartition partition) {
    return "partition "
        + partition.number()
        + " at sectors "
        + partition.firstLba()
        + " to "
        + partition.lastLba();
  }

  private static Optional<Breach> breach(String code, int number, String found, String expected) {
    return Optional.of(new Breach(code, number, found, expected));
  }
}
