// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.disk;

import dev.gantry.partition.GptPartition;
import dev.gantry.partition.GptTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What is different between two partition tables, as far as those care who use the disk.
 *
 * <p>Immutable.
 *
 * @param kind how much it changes
 * @param partitions numbers of the partitions that are added, removed, moved, resized, or get
 *     another type, GUID or name, ascending; those whose attributes alone change are not among them
 * @param removed those of them that are not in the new table
 */
public record TableChange(Kind kind, List<Integer> partitions, List<Integer> removed) {
  /** How much a change changes, least first. */
  public enum Kind {
    /** The tables are equal. */
    NONE,
    /** Attribute bits alone: the kernel does not keep them, so that it does not notice. */
    ATTRIBUTES,
    /** Anything else. */
    PARTITIONS
  }

  /** Creates a change. */
  public TableChange {
    partitions = List.copyOf(partitions);
    removed = List.copyOf(removed);
  }

  /**
   * Compares two tables.
   *
   * @param before the old one
   * @param after the new one
   * @return what is different
   */
  public static TableChange between(GptTable before, GptTable after) {
    if (before.equals(after)) {
      return new TableChange(Kind.NONE, List.of(), List.of());
    }
    Map<Integer, GptPartition> old = new HashMap<>();
    before.partitions().forEach(p -> old.put(p.number(), p.withAttributes(0)));
    SortedSet<Integer> changed = new TreeSet<>();
    GptTable.Builder bare = before.toBuilder();
    for (GptPartition partition : after.partitions()) {
      GptPartition was = old.remove(partition.number());
      if (partition.withAttributes(0).equals(was)) {
        bare.replace(partition);
      } else {
        changed.add(partition.number());
      }
    }
    List<Integer> removed = old.keySet().stream().sorted().toList();
    changed.addAll(removed);
    // With the new attributes alone the old table is the new one, or more than they is different.
    boolean attributes = changed.isEmpty() && bare.build().equals(after);
    return new TableChange(
        attributes ? Kind.ATTRIBUTES : Kind.PARTITIONS, List.copyOf(changed), removed);
  }
}
