// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.layout;

import dev.gantry.core.StateConflictException;
import dev.gantry.partition.GptTable;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Places the partitions of a layout on a disk. Used once. */
final class LayoutPlanner {
  private final DiskLayout layout;
  private final int sectorSizeBytes;
  private final long diskSizeBytes;
  private final List<PartitionSpec> specs;

  /** Sizes in bytes, whole sectors, that grow. */
  private final long[] sizes;

  LayoutPlanner(DiskLayout layout, int sectorSizeBytes, long diskSizeBytes) {
    this.layout = layout;
    this.sectorSizeBytes = sectorSizeBytes;
    this.diskSizeBytes = diskSizeBytes;
    this.specs = layout.partitions();
    this.sizes = new long[specs.size()];
  }

  LayoutPlan plan() throws StateConflictException {
    if (sectorSizeBytes != 512 && sectorSizeBytes != 4096) {
      throw new IllegalArgumentException(
          "sector size is " + sectorSizeBytes + ", expected 512 or 4096");
    }
    for (int i = 0; i < sizes.length; i++) {
      alignment(i);
      sizes[i] = ceil(specs.get(i).minimumBytes(), sectorSizeBytes);
    }
    // Both copies of a table with 128 entries, and the protective MBR.
    long tableBytes = 16384L + sectorSizeBytes;
    long begin = tableBytes + sectorSizeBytes;
    long wholeSectors = diskSizeBytes / sectorSizeBytes * sectorSizeBytes;
    long limit = wholeSectors - tableBytes;
    long end = end(begin);
    if (end > limit || limit <= begin) {
      long needed = ceil(add(end, tableBytes), sectorSizeBytes);
      throw new StateConflictException(
          "DISK_TOO_SMALL",
          "planning a layout",
          "the disk has " + diskSizeBytes + " bytes",
          (needed == Long.MAX_VALUE ? "more bytes than a disk has" : needed + " bytes")
              + " for the least sizes of the partitions");
    }
    share(limit - end);
    fillUp(limit - end(begin));
    return new LayoutPlan(sectorSizeBytes, diskSizeBytes, place(begin));
  }

  private long alignment(int i) {
    long alignment = specs.get(i).alignmentBytes().orElse(layout.alignmentBytes());
    if (alignment % sectorSizeBytes != 0) {
      throw new IllegalArgumentException(
          "alignment of "
              + specs.get(i)
              + " is "
              + alignment
              + " for sectors of "
              + sectorSizeBytes);
    }
    return alignment;
  }

  /** Where the last partition ends; {@link Long#MAX_VALUE} if that is too large a number. */
  private long end(long begin) {
    long end = begin;
    for (int i = 0; i < sizes.length; i++) {
      end = add(ceil(end, alignment(i)), sizes[i]);
    }
    return end;
  }

  /**
   * Shares bytes by weight. Whole units of the largest alignment move what lies behind by a
   * multiple of its own alignment, so that no gap changes.
   */
  private void share(long bytes) {
    long unit = grain(0);
    long units = bytes / unit;
    boolean again = true;
    while (again && units > 0) {
      again = false;
      long given = 0;
      long weights = 0;
      for (int i = 0; i < sizes.length; i++) {
        weights += room(i) / unit > 0 ? specs.get(i).weight() : 0;
      }
      long left = units;
      for (int i = 0; i < sizes.length && weights > 0; i++) {
        long room = room(i) / unit;
        if (room == 0 || specs.get(i).weight() == 0) {
          continue;
        }
        long share = part(left, specs.get(i).weight(), weights);
        weights -= specs.get(i).weight();
        left -= share;
        long taken = Math.min(share, room);
        sizes[i] += taken * unit;
        given += taken;
        // What one cannot take is for the others, in another round.
        again |= taken < share;
      }
      units -= given;
      again &= given > 0;
    }
  }

  /** Gives what is left of a unit to the last partitions that can take it in smaller ones. */
  private void fillUp(long bytes) {
    long left = bytes;
    for (int i = sizes.length - 1; i >= 0; i--) {
      long grain = grain(i + 1);
      long taken = Math.min(left, room(i)) / grain * grain;
      sizes[i] += taken;
      left -= taken;
    }
  }

  /** How much larger a partition may become. */
  private long room(int i) {
    PartitionSpec spec = specs.get(i);
    return spec.weight() == 0 ? 0 : Math.max(0, spec.maximumBytes() - sizes[i]);
  }

  /** The largest alignment from a partition on, and the layout's. */
  private long grain(int from) {
    long grain = Math.max(layout.alignmentBytes(), sectorSizeBytes);
    for (int i = from; i < sizes.length; i++) {
      grain = Math.max(grain, alignment(i));
    }
    return grain;
  }

  private List<PlannedSpace> place(long begin) {
    List<PlannedSpace> places = new ArrayList<>();
    Set<Integer> taken = new TreeSet<>();
    specs.forEach(spec -> spec.number().ifPresent(taken::add));
    int free = 1;
    long end = begin;
    for (int i = 0; i < sizes.length; i++) {
      while (specs.get(i).number().isEmpty() && !taken.add(free)) {
        free++;
      }
      int number = specs.get(i).number().orElse(free);
      if (number > GptTable.DEFAULT_ENTRY_COUNT) {
        throw new IllegalArgumentException(
            specs.get(i)
                + " has number "
                + number
                + ", expected at most "
                + GptTable.DEFAULT_ENTRY_COUNT);
      }
      long start = ceil(end, alignment(i));
      end = start + sizes[i];
      places.add(
          new PlannedSpace(
              specs.get(i), number, start / sectorSizeBytes, end / sectorSizeBytes - 1));
    }
    return places;
  }

  private static long part(long units, long weight, long weights) {
    return BigInteger.valueOf(units)
        .multiply(BigInteger.valueOf(weight))
        .divide(BigInteger.valueOf(weights))
        .longValueExact();
  }

  private static long ceil(long value, long unit) {
    long rest = value % unit;
    return rest == 0 ? value : add(value, unit - rest);
  }

  private static long add(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }
}
