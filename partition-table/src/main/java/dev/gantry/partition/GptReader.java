// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import dev.gantry.core.BlockSource;
import dev.gantry.core.MalformedDataException;
import dev.gantry.partition.GptIssue.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads a GPT from whichever copy is whole.
 *
 * <p>Where both copies are whole and differ, the boot loader's view wins: the primary. Where the
 * primary header is good, its entries are not, and the backup is whole, the backup is used; the
 * boot loader does the same if the backup agrees with the primary header. Nothing is written.
 *
 * <p>A table with less than 16384 bytes of entries is read where there is no other; the boot loader
 * reads no such table, so {@link GptReadResult#loaderAccepts} is false for it.
 *
 * <p>Sectors of 512 and of 4096 bytes are tried, the sector size of a {@link
 * dev.gantry.core.BlockDevice} first. Stateless.
 */
public final class GptReader {
  private GptReader() {}

  /**
   * Reads the table of a disk with the default limits.
   *
   * @param source the whole disk; stays open
   * @return the table and what is wrong with it
   * @throws MalformedDataException if there is no table ({@code GPT_NOT_FOUND}), no copy is whole
   *     ({@code GPT_BOTH_COPIES_BAD}), the disk ends before its partitions do ({@code
   *     GPT_DISK_TRUNCATED}) or the table breaks a rule ({@code GPT_PARTITION_RANGE}, {@code
   *     GPT_PARTITION_OVERLAP}, {@code GPT_DUPLICATE_GUID})
   * @throws dev.gantry.core.LimitExceededException if the entry array is larger than the limit
   * @throws IOException if the disk cannot be read
   */
  public static GptReadResult read(BlockSource source) throws IOException {
    return read(source, GptLimits.DEFAULT);
  }

  /**
   * Reads the table of a disk.
   *
   * @param source the whole disk; stays open
   * @param limits what is accepted at most
   * @return the table and what is wrong with it
   * @throws MalformedDataException as {@link #read(BlockSource)} does
   * @throws dev.gantry.core.LimitExceededException if the entry array is larger than the limit
   * @throws IOException if the disk cannot be read
   */
  public static GptReadResult read(BlockSource source, GptLimits limits) throws IOException {
    CopyPair pair = CopyPair.find(source, limits);
    if (pair == null) {
      throw notFound(source);
    }
    if (!pair.isAnyWhole()) {
      throw bothBad(source, pair.sectorSizeBytes(), pair.primary(), pair.backup());
    }
    return result(source, pair.sectorSizeBytes(), pair.primary(), pair.backup());
  }

  private static MalformedDataException bothBad(
      BlockSource source, int sectorSizeBytes, CopyScan primary, CopyScan backup) {
    return new MalformedDataException(
        "GPT_BOTH_COPIES_BAD",
        source.description(),
        sectorSizeBytes,
        "GPT",
        "bad in both copies (primary: " + primary.problem() + "; backup: " + backup.problem() + ")",
        "at least one whole copy (UEFI 2.10, 5.3.2)");
  }

  private static MalformedDataException notFound(BlockSource source) {
    return new MalformedDataException(
        "GPT_NOT_FOUND",
        source.description(),
        MalformedDataException.UNKNOWN_OFFSET,
        "GPT",
        "absent from " + source.sizeBytes() + " bytes",
        "a header in sector 1 or in the last sector (UEFI 2.10, 5.3.2)");
  }

  private static GptReadResult result(
      BlockSource source, int sectorSizeBytes, CopyScan primary, CopyScan backup)
      throws IOException {
    GptCopy used = primary.isWhole() ? GptCopy.PRIMARY : GptCopy.BACKUP;
    CopyScan from = used == GptCopy.PRIMARY ? primary : backup;
    GptHeader header = Optional.ofNullable(from.header()).orElseThrow();
    byte[] entries = Optional.ofNullable(from.entries()).orElseThrow();
    GptTable table = GptEntries.decode(header, entries, sectorSizeBytes, source.description());
    long sectors = source.sizeBytes() / sectorSizeBytes;
    checkWithin(source, table, sectors);

    List<GptIssue> issues = new ArrayList<>();
    boolean inSync = copyIssues(primary, backup, issues);
    RawEntries raw = new RawEntries(entries, table.entrySizeBytes());
    DiskState state = state(used, header, raw, primary, backup, inSync, sectorSizeBytes);
    long backupLba = state.backupLba();
    if (backupLba >= sectors) {
      issues.add(
          new GptIssue(
              Kind.BACKUP_UNREACHABLE,
              "the backup header is in sector " + backupLba + ", the disk has " + sectors));
    } else if (backupLba < sectors - 1) {
      issues.add(
          new GptIssue(
              Kind.BACKUP_NOT_AT_END,
              "the backup header is in sector " + backupLba + ", the disk has " + sectors));
    }
    boolean damaged = !primary.isWhole() || !backup.isWhole() || !inSync;
    if (damaged && !hasRoom(state, table, header.entrySectors(sectorSizeBytes))) {
      issues.add(
          new GptIssue(
              Kind.NO_ROOM_FOR_REPAIR,
              "usable sectors are " + table.firstUsableLba() + " to " + table.lastUsableLba()));
    }
    if (!ProtectiveMbr.isPresent(source)) {
      issues.add(new GptIssue(Kind.PROTECTIVE_MBR_MISSING, "sector 0 has no record of type 0xEE"));
    }
    boolean loaderAccepts =
        (used == GptCopy.PRIMARY || inSync)
            && header.entryArrayBytes() >= GptHeader.MIN_ENTRY_ARRAY_BYTES
            && (!damaged || loaderHasRoom(used, header, sectors, sectorSizeBytes));
    return new GptReadResult(table, used, issues, loaderAccepts, state);
  }

  /** Whether the boot loader can rebuild the bad copy, which it places by rules of its own. */
  private static boolean loaderHasRoom(
      GptCopy used, GptHeader header, long sectors, int sectorSizeBytes) {
    long entrySectors = header.entrySectors(sectorSizeBytes);
    if (used == GptCopy.PRIMARY) {
      long end = Math.max(header.alternateLba(), sectors - 1);
      return end - entrySectors > header.lastUsableLba();
    }
    return GptHeader.PRIMARY_LBA + 1 + entrySectors <= header.firstUsableLba();
  }

  private static void checkWithin(BlockSource source, GptTable table, long sectors)
      throws MalformedDataException {
    for (GptPartition partition : table.partitions()) {
      if (partition.lastLba() >= sectors) {
        throw new MalformedDataException(
            "GPT_DISK_TRUNCATED",
            source.description(),
            source.sizeBytes(),
            "size of the disk",
            sectors + " sectors",
            "more than "
                + partition.lastLba()
                + ", the last sector of partition "
                + partition.number());
      }
    }
  }

  /** Collects what is wrong with the copies; returns whether their headers and entries agree. */
  private static boolean copyIssues(CopyScan primary, CopyScan backup, List<GptIssue> issues) {
    if (!primary.isWhole()) {
      Kind kind = primary.header() == null ? Kind.PRIMARY_HEADER_BAD : Kind.PRIMARY_ENTRIES_BAD;
      issues.add(new GptIssue(kind, primary.problem()));
    }
    if (!backup.isWhole()) {
      Kind kind = backup.header() == null ? Kind.BACKUP_HEADER_BAD : Kind.BACKUP_ENTRIES_BAD;
      issues.add(new GptIssue(kind, backup.problem()));
    }
    GptHeader left = primary.header();
    GptHeader right = backup.header();
    if (left == null || right == null) {
      return left == null && right != null;
    }
    boolean inSync =
        left.agreesWith(right)
            && (!primary.isWhole()
                || !backup.isWhole()
                || Arrays.equals(primary.entries(), backup.entries()));
    if (!inSync && backup.isWhole()) {
      issues.add(new GptIssue(Kind.BACKUP_OUT_OF_SYNC, "the primary header says something else"));
    }
    return inSync;
  }

  private static DiskState state(
      GptCopy used,
      GptHeader header,
      RawEntries entries,
      CopyScan primary,
      CopyScan backup,
      boolean inSync,
      int sectorSizeBytes) {
    if (used == GptCopy.PRIMARY) {
      GptHeader other = backup.header();
      boolean keep = other != null && inSync && backup.isWhole();
      long rebuilt = header.alternateLba() - header.entrySectors(sectorSizeBytes);
      return new DiskState(
          header.sizeBytes(),
          header.entriesLba(),
          header.alternateLba(),
          keep && other != null ? other.entriesLba() : rebuilt,
          entries);
    }
    GptHeader other = primary.header();
    return new DiskState(
        header.sizeBytes(),
        other != null && inSync ? other.entriesLba() : GptHeader.PRIMARY_LBA + 1,
        header.myLba(),
        header.entriesLba(),
        entries);
  }

  private static boolean hasRoom(DiskState state, GptTable table, long entrySectors) {
    return state.primaryEntriesLba() + entrySectors <= table.firstUsableLba()
        && state.backupEntriesLba() > table.lastUsableLba();
  }
}
