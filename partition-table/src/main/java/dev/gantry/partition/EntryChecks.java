// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import dev.gantry.core.Guid;
import dev.gantry.core.Text;
import dev.gantry.partition.GptFinding.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What the entries of a table should say, each by itself and all together. */
final class EntryChecks {
  /** Bits 3 to 47. */
  private static final long RESERVED_BITS = 0x0000fffffffffff8L;

  private final Consumer<GptFinding> findings;
  private final GptHeader header;
  private final int sectorSizeBytes;
  private final long alignmentBytes;

  EntryChecks(
      Consumer<GptFinding> findings, GptHeader header, int sectorSizeBytes, long alignmentBytes) {
    this.findings = findings;
    this.header = header;
    this.sectorSizeBytes = sectorSizeBytes;
    this.alignmentBytes = alignmentBytes;
  }

  void check(RawEntries entries, long diskSectors) {
    Map<Guid, Integer> guids = new HashMap<>();
    guids.put(header.diskGuid(), 0);
    Map<String, Integer> names = new HashMap<>();
    List<Integer> used = new ArrayList<>();
    for (int i = 0; i < entries.count(); i++) {
      if (entries.isUnused(i)) {
        if (!entries.isZero(i, 0, entries.entrySizeBytes())) {
          add(Kind.UNUSED_ENTRY_NOT_ZERO, i, 0, "an unused entry with remains", "all 0");
        }
        continue;
      }
      if (place(entries, i, diskSectors)) {
        used.add(i);
      }
      identity(entries, i, guids);
      name(entries, i, names);
      long reserved = entries.attributes(i) & RESERVED_BITS;
      if (reserved != 0) {
        add(
            Kind.RESERVED_ATTRIBUTES,
            i,
            RawEntries.ATTRIBUTES_OFFSET,
            "bits 0x" + Long.toHexString(reserved),
            "0 in bits 3 to 47 (UEFI 2.10, table 5.8)");
      }
      if (!entries.isZero(i, RawEntries.NAME_END, entries.entrySizeBytes())) {
        add(
            Kind.RESERVED_NOT_ZERO,
            i,
            RawEntries.NAME_END,
            "reserved bytes other than 0",
            "0 (UEFI 2.10, table 5.7)");
      }
    }
    overlaps(entries, used);
  }

  private boolean place(RawEntries entries, int index, long diskSectors) {
    long first = entries.firstLba(index);
    long last = entries.lastLba(index);
    String span = Long.toUnsignedString(first) + " to " + Long.toUnsignedString(last);
    if (first < 0 || last < first) {
      add(
          Kind.PARTITION_REVERSED,
          index,
          RawEntries.FIRST_OFFSET,
          "sectors " + span,
          "a first sector that is not behind the last");
      return false;
    }
    if (first < header.firstUsableLba() || last > header.lastUsableLba()) {
      add(
          Kind.PARTITION_RANGE,
          index,
          RawEntries.FIRST_OFFSET,
          "sectors " + span,
          "sectors within " + header.firstUsableLba() + " to " + header.lastUsableLba());
    }
    if (last >= diskSectors) {
      add(
          Kind.PARTITION_BEYOND_DISK,
          index,
          RawEntries.LAST_OFFSET,
          "sectors " + span,
          "at most sector " + (diskSectors - 1) + ", the last of the disk");
    }
    if (first <= Long.MAX_VALUE / sectorSizeBytes
        && first * sectorSizeBytes % alignmentBytes != 0) {
      add(
          Kind.MISALIGNED,
          index,
          RawEntries.FIRST_OFFSET,
          "sector " + first + ", byte " + first * sectorSizeBytes,
          "a multiple of " + alignmentBytes + " bytes");
    }
    return true;
  }

  private void identity(RawEntries entries, int index, Map<Guid, Integer> guids) {
    Guid guid = entries.uniqueGuid(index);
    if (guid.equals(Guid.ZERO)) {
      add(Kind.UNIQUE_GUID_ZERO, index, RawEntries.UNIQUE_OFFSET, guid.toString(), "a unique GUID");
    }
    Integer other = guids.putIfAbsent(guid, index + 1);
    if (other != null) {
      add(
          Kind.DUPLICATE_GUID,
          index,
          RawEntries.UNIQUE_OFFSET,
          guid + ", as " + (other == 0 ? "the disk" : "partition " + other),
          "a unique GUID for each (UEFI 2.10, 5.3.3)");
    }
  }

  private void name(RawEntries entries, int index, Map<String, Integer> names) {
    String name = entries.name(index);
    Integer other = name.isEmpty() ? null : names.putIfAbsent(name, index + 1);
    if (other != null) {
      add(
          Kind.DUPLICATE_NAME,
          index,
          RawEntries.NAME_OFFSET,
          Text.quote(name) + ", as partition " + other,
          "a name of its own");
    }
    int end = RawEntries.NAME_OFFSET + name.length() * Character.BYTES;
    boolean pairs = name.codePoints().allMatch(c -> Character.getType(c) != Character.SURROGATE);
    if (!pairs || !entries.isZero(index, end, RawEntries.NAME_END)) {
      add(
          Kind.NAME_ODD,
          index,
          RawEntries.NAME_OFFSET,
          pairs ? "bytes behind the NUL" : "surrogates that are not paired",
          "UTF-16, ended by NUL");
    }
  }

  private void overlaps(RawEntries entries, List<Integer> used) {
    used.sort(Comparator.comparingLong(entries::firstLba));
    int longest = -1;
    for (int index : used) {
      if (longest >= 0 && entries.firstLba(index) <= entries.lastLba(longest)) {
        add(
            Kind.PARTITION_OVERLAP,
            index,
            RawEntries.FIRST_OFFSET,
            "sectors "
                + entries.firstLba(index)
                + " to "
                + entries.lastLba(index)
                + " share some with partition "
                + (longest + 1),
            "partitions that do not overlap (UEFI 2.10, 5.3.1)");
      }
      if (longest < 0 || entries.lastLba(index) > entries.lastLba(longest)) {
        longest = index;
      }
    }
  }

  private void add(Kind kind, int index, int field, String found, String expected) {
    long at = header.entriesLba() * sectorSizeBytes + index * header.entrySizeBytes() + field;
    findings.accept(new GptFinding(kind, at, "partition " + (index + 1), found, expected));
  }
}
