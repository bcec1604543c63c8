// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import dev.gantry.core.StateConflictException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What partitions leave free in a usable range, and where a new one goes. */
final class FreeSpace {
  private FreeSpace() {}

  /** The free ranges in their order on the disk; partitions must be sound. */
  static List<LbaRange> ranges(TableGeometry geometry, Collection<GptPartition> partitions) {
    List<GptPartition> sorted = new ArrayList<>(partitions);
    sorted.sort(Comparator.comparingLong(GptPartition::firstLba));
    List<LbaRange> free = new ArrayList<>();
    long next = geometry.firstUsableLba();
    for (GptPartition partition : sorted) {
      if (partition.firstLba() > next) {
        free.add(new LbaRange(next, partition.firstLba() - 1));
      }
      next = partition.lastLba() + 1;
    }
    if (next <= geometry.lastUsableLba()) {
      free.add(new LbaRange(next, geometry.lastUsableLba()));
    }
    return List.copyOf(free);
  }

  /** Of equal ranges the first. */
  static Optional<LbaRange> largest(List<LbaRange> ranges) {
    return ranges.stream()
        .max(
            Comparator.comparingLong(LbaRange::sectorCount)
                .thenComparing(Comparator.comparingLong(LbaRange::firstLba).reversed()));
  }

  /** Where a partition goes. */
  static LbaRange place(TableGeometry geometry, List<LbaRange> free, PartitionRequest request)
      throws StateConflictException {
    Optional<LbaRange> place =
        request.firstLba().isPresent()
            ? at(free, request.firstLba().getAsLong(), request)
            : anywhere(geometry, free, request);
    return place.orElseThrow(
        () ->
            new StateConflictException(
                "NO_FREE_SPACE",
                "adding a partition of " + request,
                free.isEmpty() ? "no sector is free" : "free ranges " + describe(free),
                "a free range that holds it"));
  }

  private static Optional<LbaRange> at(List<LbaRange> free, long first, PartitionRequest request) {
    return free.stream()
        .filter(range -> range.firstLba() <= first && first <= range.lastLba())
        .flatMap(range -> sized(new LbaRange(first, range.lastLba()), request, 1).stream())
        .findFirst();
  }

  private static Optional<LbaRange> anywhere(
      TableGeometry geometry, List<LbaRange> free, PartitionRequest request) {
    long alignment =
        request.alignmentSectors().orElseGet(() -> defaultAlignment(geometry.sectorSizeBytes()));
    List<LbaRange> aligned =
        free.stream().flatMap(range -> range.alignedTo(alignment).stream()).toList();
    if (request.fit() == PartitionRequest.Fit.LARGEST) {
      return largest(aligned).flatMap(range -> sized(range, request, alignment));
    }
    return aligned.stream().flatMap(range -> sized(range, request, alignment).stream()).findFirst();
  }

  /** Cuts a range to the size that is wanted. */
  private static Optional<LbaRange> sized(
      LbaRange range, PartitionRequest request, long alignment) {
    OptionalLong wanted = request.sectorCount();
    if (wanted.isPresent()) {
      long sectors = wanted.getAsLong();
      return sectors <= range.sectorCount()
          ? Optional.of(new LbaRange(range.firstLba(), range.firstLba() + sectors - 1))
          : Optional.empty();
    }
    long end = range.lastLba() + 1;
    long alignedEnd = request.alignEnd() ? end - end % alignment : end;
    return alignedEnd > range.firstLba()
        ? Optional.of(new LbaRange(range.firstLba(), alignedEnd - 1))
        : Optional.empty();
  }

  static long defaultAlignment(int sectorSizeBytes) {
    return GptTable.DEFAULT_ALIGNMENT_BYTES / sectorSizeBytes;
  }

  private static String describe(List<LbaRange> free) {
    StringBuilder text = new StringBuilder();
    for (LbaRange range : free.subList(0, Math.min(free.size(), 8))) {
      text.append(text.length() == 0 ? "" : ", ");
      text.append(range.firstLba()).append(" to ").append(range.lastLba());
    }
    return text.append(free.size() > 8 ? " and more" : "").toString();
  }
}
