// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import dev.gantry.core.Guid;
import dev.gantry.core.MalformedDataException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tables from entry arrays, and entry arrays from tables. */
final class GptEntries {
  private GptEntries() {}

  /** Makes the table that a header and its entries say, or says which rule they break. */
  static GptTable decode(GptHeader header, byte[] raw, int sectorSizeBytes, String source)
      throws MalformedDataException {
    int entrySize = (int) header.entrySizeBytes();
    long base = header.entriesLba() * sectorSizeBytes;
    RawEntries entries = new RawEntries(raw, entrySize);
    List<GptPartition> partitions = new ArrayList<>();
    for (int i = 0; i < entries.count(); i++) {
      if (entries.isUnused(i)) {
        continue;
      }
      long first = entries.firstLba(i);
      long last = entries.lastLba(i);
      if (first < header.firstUsableLba() || last > header.lastUsableLba() || last < first) {
        throw new MalformedDataException(
            "GPT_PARTITION_RANGE",
            source,
            base + (long) i * entrySize + RawEntries.FIRST_OFFSET,
            "partition " + (i + 1),
            "sectors " + Long.toUnsignedString(first) + " to " + Long.toUnsignedString(last),
            "sectors within "
                + header.firstUsableLba()
                + " to "
                + header.lastUsableLba()
                + " (UEFI 2.10, 5.3.2)");
      }
      partitions.add(
          new GptPartition(
              i + 1,
              entries.typeGuid(i),
              entries.uniqueGuid(i),
              first,
              last,
              entries.attributes(i),
              entries.name(i)));
    }
    Optional<TableRules.Breach> breach =
        TableRules.check(
            partitions, header.firstUsableLba(), header.lastUsableLba(), (int) header.entryCount());
    if (breach.isPresent()) {
      int number = breach.get().number();
      throw new MalformedDataException(
          breach.get().code(),
          source,
          base + (number - 1L) * entrySize,
          "partition " + number,
          breach.get().found(),
          breach.get().expected());
    }
    return new GptTable(
        header.diskGuid(),
        new TableGeometry(
            sectorSizeBytes,
            Math.max(header.myLba(), header.alternateLba()) + 1,
            header.firstUsableLba(),
            header.lastUsableLba(),
            (int) header.entryCount(),
            entrySize),
        partitions);
  }

  /**
   * Writes the entries of a table over those that are on the disk, so that what this class does not
   * read stays as it is: reserved bytes and a name behind its NUL go with their partition, remains
   * in unused entries stay. An entry that becomes unused is filled with 0.
   *
   * @param old the array on the disk; not changed
   */
  static byte[] encode(GptTable table, RawEntries old) {
    int entrySize = table.entrySizeBytes();
    byte[] raw = new byte[table.entryCount() * entrySize];
    int kept = Math.min(entrySize, old.entrySizeBytes());
    int both = Math.min(table.entryCount(), old.count());
    for (int i = 0; i < both; i++) {
      if (old.isUnused(i)) {
        System.arraycopy(old.bytes(), i * old.entrySizeBytes(), raw, i * entrySize, kept);
      }
    }
    Map<Guid, Integer> before = new HashMap<>();
    for (int i = 0; i < old.count(); i++) {
      if (!old.isUnused(i)) {
        before.put(old.uniqueGuid(i), i);
      }
    }
    Set<Guid> after = new HashSet<>();
    table.partitions().forEach(p -> after.add(p.uniqueGuid()));
    RawEntries out = new RawEntries(raw, entrySize);
    for (GptPartition partition : table.partitions()) {
      int at = (partition.number() - 1) * entrySize;
      Integer from = before.get(partition.uniqueGuid());
      if (from == null && isSameUnderAnotherGuid(partition, old, after)) {
        from = partition.number() - 1;
      }
      Arrays.fill(raw, at, at + entrySize, (byte) 0);
      if (from != null) {
        System.arraycopy(old.bytes(), from * old.entrySizeBytes(), raw, at, kept);
      }
      out.put(partition);
    }
    return raw;
  }

  /** Whether a partition without a past in its GUID has one in its number and place. */
  private static boolean isSameUnderAnotherGuid(
      GptPartition partition, RawEntries old, Set<Guid> after) {
    int index = partition.number() - 1;
    return index < old.count()
        && !old.isUnused(index)
        && !after.contains(old.uniqueGuid(index))
        && old.firstLba(index) == partition.firstLba();
  }
}
