// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import java.util.Objects;

/**
 * One thing that {@link GptVerifier} found.
 *
 * <p>Immutable.
 *
 * @param kind what it is
 * @param offsetBytes where on the disk, or {@link #UNKNOWN_OFFSET}
 * @param where the same in words: the structure, and the partition if it is about one
 * @param found what is there
 * @param expected what should be there
 */
public record GptFinding(Kind kind, long offsetBytes, String where, String found, String expected) {
  /** Offset of findings that are about no place, or about one that is not on the disk. */
  public static final long UNKNOWN_OFFSET = -1;

  /** Creates a finding. */
  public GptFinding {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(where, "where");
    Objects.requireNonNull(found, "found");
    Objects.requireNonNull(expected, "expected");
  }

  /**
   * Returns how bad it is.
   *
   * @return the severity of the kind
   */
  public Severity severity() {
    return kind.severity();
  }

  /** How bad a finding is. */
  public enum Severity {
    /** Unusual, and harmless. */
    NOTE,
    /** Works, but not as well or not with every tool. */
    WARNING,
    /** Data or the boot are at risk. */
    ERROR
  }

  /** What can be found. */
  public enum Kind {
    /** There is no GPT at all. */
    NO_TABLE(Severity.ERROR),
    /** The primary header is missing or broken. */
    PRIMARY_HEADER_BAD(Severity.ERROR),
    /** The primary entries are not those that the header has the checksum of. */
    PRIMARY_ENTRIES_BAD(Severity.ERROR),
    /** The backup header is missing or broken. */
    BACKUP_HEADER_BAD(Severity.ERROR),
    /** The backup entries are not those that the header has the checksum of. */
    BACKUP_ENTRIES_BAD(Severity.ERROR),
    /** Both copies are readable and say different things. */
    COPIES_DIFFER(Severity.ERROR),
    /** The boot loader boots nothing from this table as it is. */
    LOADER_REFUSES(Severity.ERROR),
    /** The bad copy cannot be rebuilt where it has to go. */
    NO_ROOM_FOR_REPAIR(Severity.ERROR),
    /** The disk ends before the place of the backup. */
    BACKUP_UNREACHABLE(Severity.ERROR),
    /** The disk has sectors behind the backup. */
    BACKUP_NOT_AT_END(Severity.WARNING),
    /** A header that belongs to no copy of this table, which a tool may take for one. */
    STALE_HEADER(Severity.WARNING),
    /** The entry array is smaller than the specification reserves. */
    ENTRY_ARRAY_SMALL(Severity.WARNING),
    /** Entries are not of 128 bytes, the only size that the Linux kernel reads. */
    ENTRY_SIZE_UNUSUAL(Severity.WARNING),
    /** A header is longer than the 92 bytes of the specification's fields. */
    HEADER_SIZE_UNUSUAL(Severity.NOTE),
    /** The primary entries are not in the sector behind the header. */
    ENTRIES_MOVED(Severity.NOTE),
    /** The disk GUID is zero. */
    DISK_GUID_ZERO(Severity.WARNING),
    /** Reserved bytes are not 0. */
    RESERVED_NOT_ZERO(Severity.NOTE),
    /** A partition ends before it begins. */
    PARTITION_REVERSED(Severity.ERROR),
    /** A partition is not within the usable range. */
    PARTITION_RANGE(Severity.ERROR),
    /** A partition goes on behind the end of the disk. */
    PARTITION_BEYOND_DISK(Severity.ERROR),
    /** Two partitions share sectors. */
    PARTITION_OVERLAP(Severity.ERROR),
    /** A unique GUID is used more than once. */
    DUPLICATE_GUID(Severity.ERROR),
    /** A partition has no unique GUID. */
    UNIQUE_GUID_ZERO(Severity.WARNING),
    /** A partition does not begin at a multiple of the alignment. */
    MISALIGNED(Severity.WARNING),
    /** Attribute bits are set that the specification reserves. */
    RESERVED_ATTRIBUTES(Severity.WARNING),
    /** A name is used more than once, so that {@code PARTLABEL} names either. */
    DUPLICATE_NAME(Severity.NOTE),
    /** A name is not UTF-16, or something follows its NUL. */
    NAME_ODD(Severity.NOTE),
    /** An unused entry is not all 0. */
    UNUSED_ENTRY_NOT_ZERO(Severity.NOTE),
    /** Sector 0 has no record of type 0xEE; most tools and kernels then see no GPT. */
    PROTECTIVE_MBR_MISSING(Severity.ERROR),
    /** Sector 0 has partitions and no record of type 0xEE: for most tools this is no GPT disk. */
    MBR_PARTITIONS(Severity.ERROR),
    /** Sector 0 names partitions a second time. */
    MBR_HYBRID(Severity.WARNING),
    /** The protective record does not begin at sector 1, or is not the only one of its kind. */
    MBR_RECORD(Severity.WARNING),
    /** The protective record has not the size of the disk. */
    MBR_SIZE(Severity.WARNING),
    /**
     * The protective record's cylinders, heads and sectors, or its status, are not as specified.
     */
    MBR_FIELDS(Severity.NOTE);

    private final Severity severity;

    Kind(Severity severity) {
      this.severity = severity;
    }

    /**
     * Returns how bad it is.
     *
     * @return the severity
     */
    public Severity severity() {
      return severity;
    }
  }
}
