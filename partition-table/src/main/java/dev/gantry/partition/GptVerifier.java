// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import dev.gantry.core.BlockSource;
import dev.gantry.core.GantryException;
import dev.gantry.core.Guid;
import dev.gantry.core.LimitExceededException;
import dev.gantry.partition.GptFinding.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds everything that is wrong or unusual with a disk's GPT, also where {@link GptReader} refuses
 * it. Nothing is written.
 *
 * <p>Stateless.
 */
public final class GptVerifier {
  private final BlockSource source;
  private final List<GptFinding> findings = new ArrayList<>();

  private GptVerifier(BlockSource source) {
    this.source = source;
  }

  /**
   * Looks at a disk, with partitions expected at multiples of 1 MiB.
   *
   * @param source the whole disk; stays open
   * @return what was found
   * @throws IOException if the disk cannot be read
   */
  public static GptReport inspect(BlockSource source) throws IOException {
    return inspect(source, GptTable.DEFAULT_ALIGNMENT_BYTES);
  }

  /**
   * Looks at a disk.
   *
   * @param source the whole disk; stays open
   * @param alignmentBytes what partitions should begin at a multiple of, 1 or more
   * @return what was found
   * @throws IllegalArgumentException if the alignment is less than 1
   * @throws IOException if the disk cannot be read
   */
  public static GptReport inspect(BlockSource source, long alignmentBytes) throws IOException {
    if (alignmentBytes < 1) {
      throw new IllegalArgumentException("alignment is " + alignmentBytes + " bytes");
    }
    return new GptVerifier(source).inspect(alignmentBytes);
  }

  private GptReport inspect(long alignmentBytes) throws IOException {
    MasterBootRecord mbr = MasterBootRecord.read(source);
    CopyPair pair = null;
    Optional<GptReadResult> read = Optional.empty();
    try {
      pair = CopyPair.find(source, GptLimits.DEFAULT);
      read = Optional.of(GptReader.read(source));
    } catch (LimitExceededException e) {
      add(Kind.PRIMARY_HEADER_BAD, GptFinding.UNKNOWN_OFFSET, "entries", e.what(), "the limit");
    } catch (GantryException e) {
      // The findings below say the same with more detail.
      read = Optional.empty();
    }
    if (pair == null) {
      add(
          Kind.NO_TABLE,
          GptFinding.UNKNOWN_OFFSET,
          "GPT",
          "no header in sector 1 or in the last sector",
          "two copies (UEFI 2.10, 5.3.2)");
    } else {
      new MbrChecks(findings::add).check(mbr, source.sizeBytes() / pair.sectorSizeBytes());
      copies(pair, read);
      strayHeaders(pair);
      if (pair.isAnyWhole()) {
        CopyScan used = pair.scan(pair.used());
        GptHeader header = used.header();
        byte[] entries = used.entries();
        if (header != null && entries != null) {
          new EntryChecks(findings::add, header, pair.sectorSizeBytes(), alignmentBytes)
              .check(
                  new RawEntries(entries, (int) header.entrySizeBytes()),
                  source.sizeBytes() / pair.sectorSizeBytes());
        }
      }
    }
    return new GptReport(read.map(GptReadResult::table), mbr, findings);
  }

  private void add(Kind kind, long offsetBytes, String where, String found, String expected) {
    findings.add(new GptFinding(kind, offsetBytes, where, found, expected));
  }

  private void copies(CopyPair pair, Optional<GptReadResult> read) throws IOException {
    copy(pair, GptCopy.PRIMARY, GptHeader.PRIMARY_LBA);
    copy(pair, GptCopy.BACKUP, pair.backupLba());
    GptHeader primary = pair.primary().header();
    GptHeader backup = pair.backup().header();
    long sectors = source.sizeBytes() / pair.sectorSizeBytes();
    if (primary != null && backup != null && !primary.agreesWith(backup)) {
      add(
          Kind.COPIES_DIFFER,
          pair.backupLba() * pair.sectorSizeBytes(),
          "backup header",
          backup.toString(),
          "what the primary header says: " + primary);
    }
    if (primary != null || backup != null) {
      if (pair.backupLba() >= sectors) {
        add(
            Kind.BACKUP_UNREACHABLE,
            GptFinding.UNKNOWN_OFFSET,
            "backup header",
            "sector " + pair.backupLba(),
            "at most sector " + (sectors - 1) + ", the last one");
      } else if (pair.backupLba() < sectors - 1) {
        add(
            Kind.BACKUP_NOT_AT_END,
            pair.backupLba() * pair.sectorSizeBytes(),
            "backup header",
            "sector " + pair.backupLba(),
            "sector " + (sectors - 1) + ", the last one");
      }
    }
    if (read.isPresent()) {
      if (read.get().has(GptIssue.Kind.NO_ROOM_FOR_REPAIR)) {
        add(
            Kind.NO_ROOM_FOR_REPAIR,
            GptFinding.UNKNOWN_OFFSET,
            "usable range",
            read.get().table().firstUsableLba() + " to " + read.get().table().lastUsableLba(),
            "room for both copies");
      }
      if (!read.get().loaderAccepts()) {
        add(
            Kind.LOADER_REFUSES,
            GptFinding.UNKNOWN_OFFSET,
            "GPT",
            "a table that the boot loader does not take",
            "a sound primary, or a backup that agrees with the primary header");
      }
    }
  }

  private void copy(CopyPair pair, GptCopy which, long lba) throws IOException {
    CopyScan scan = pair.scan(which);
    boolean primary = which == GptCopy.PRIMARY;
    String name = primary ? "primary" : "backup";
    int size = pair.sectorSizeBytes();
    long sectors = source.sizeBytes() / size;
    long offset = lba >= 0 && lba < sectors ? lba * size : GptFinding.UNKNOWN_OFFSET;
    GptHeader header = scan.header();
    if (header == null) {
      add(
          primary ? Kind.PRIMARY_HEADER_BAD : Kind.BACKUP_HEADER_BAD,
          offset,
          name + " header",
          scan.problem(),
          "a header (UEFI 2.10, 5.3.2)");
      return;
    }
    if (!scan.isWhole()) {
      add(
          primary ? Kind.PRIMARY_ENTRIES_BAD : Kind.BACKUP_ENTRIES_BAD,
          header.entriesLba() < sectors ? header.entriesLba() * size : GptFinding.UNKNOWN_OFFSET,
          name + " entries",
          scan.problem(),
          "entries with the checksum of the header (UEFI 2.10, 5.3.2)");
    }
    header(header, name, offset, size);
  }

  private void header(GptHeader header, String name, long offset, int size) throws IOException {
    String where = name + " header";
    if (header.entryArrayBytes() < GptHeader.MIN_ENTRY_ARRAY_BYTES) {
      add(
          Kind.ENTRY_ARRAY_SMALL,
          offset,
          where,
          header.entryArrayBytes() + " bytes of entries",
          "at least " + GptHeader.MIN_ENTRY_ARRAY_BYTES + " (UEFI 2.10, 5.3.1)");
    }
    if (header.entrySizeBytes() != GptTable.DEFAULT_ENTRY_SIZE_BYTES) {
      add(
          Kind.ENTRY_SIZE_UNUSUAL,
          offset,
          where,
          "entries of " + header.entrySizeBytes() + " bytes",
          "128 bytes, which Linux demands");
    }
    if (header.sizeBytes() != GptHeader.MIN_SIZE_BYTES) {
      add(
          Kind.HEADER_SIZE_UNUSUAL,
          offset,
          where,
          header.sizeBytes() + " bytes",
          GptHeader.MIN_SIZE_BYTES + " bytes");
    }
    if (header.myLba() == GptHeader.PRIMARY_LBA
        && header.entriesLba() != GptHeader.PRIMARY_LBA + 1) {
      add(
          Kind.ENTRIES_MOVED,
          offset,
          where,
          "entries from sector " + header.entriesLba(),
          "from sector 2");
    }
    if (header.myLba() == GptHeader.PRIMARY_LBA && header.diskGuid().equals(Guid.ZERO)) {
      add(Kind.DISK_GUID_ZERO, offset, where, "disk GUID " + Guid.ZERO, "a unique one");
    }
    byte[] sector = sector(header.myLba(), size);
    if (sector != null && !GptHeader.isReservedZero(sector)) {
      add(
          Kind.RESERVED_NOT_ZERO,
          offset,
          where,
          "reserved bytes other than 0",
          "0 (UEFI 2.10, table 5.5)");
    }
  }

  /** A header in the last sector that no copy is, or one for the other sector size. */
  private void strayHeaders(CopyPair pair) throws IOException {
    for (int size : SectorSizes.ALL) {
      long last = source.sizeBytes() / size - 1;
      for (long lba : new long[] {GptHeader.PRIMARY_LBA, last}) {
        boolean known =
            size == pair.sectorSizeBytes()
                && (lba == GptHeader.PRIMARY_LBA || lba == pair.backupLba());
        byte[] sector = known ? null : sector(lba, size);
        if (sector != null && GptHeader.hasSignature(sector)) {
          add(
              Kind.STALE_HEADER,
              lba * size,
              "sector " + lba + " of " + size + " bytes",
              "a header that belongs to no copy",
              "none");
        }
      }
    }
  }

  private byte @Nullable [] sector(long lba, int size) throws IOException {
    if (lba < GptHeader.PRIMARY_LBA || lba >= source.sizeBytes() / size) {
      return null;
    }
    byte[] sector = new byte[size];
    source.readFully(lba * size, ByteBuffer.wrap(sector));
    return sector;
  }
}
