// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import dev.gantry.core.BlockSource;
import dev.gantry.core.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * What the boot loader makes of a disk, written from its rules alone: nothing of the code under
 * test is used here, so that a mistake there is not repeated.
 *
 * <p>A header is valid by its own checksum, revision and positions. The backup is looked for where
 * a valid primary header says, else in the last sector, and next to a valid primary header it must
 * agree with it. One copy must be whole; the other is then made from it in memory, which fails if
 * its entries have no room. Of the boot partitions with tries or success the highest priority wins,
 * 0 never, the first among equals; a try is used up.
 */
public final class LoaderModel {
  private static final Bytes BOOT_TYPE =
      Bytes.of("hack the planet!".getBytes(StandardCharsets.US_ASCII));

  /** A boot: partition number, what the loader took for the entries, and the same a try later. */
  public record Boot(int number, Bytes diskGuid, Bytes entries, Bytes entriesAfter) {}

  private record Header(
      int headerSize,
      long mine,
      long alternate,
      long first,
      long last,
      Bytes guid,
      long entriesAt,
      long count,
      long size,
      int entriesCrc) {
    long sectors(int sectorSize) {
      return (count * size + sectorSize - 1) / sectorSize;
    }
  }

  private final BlockSource disk;
  private final int sectorSize;
  private final long total;

  private LoaderModel(BlockSource disk, int sectorSize) {
    this.disk = disk;
    this.sectorSize = sectorSize;
    this.total = disk.sizeBytes() / sectorSize;
  }

  /** Boots a disk; nothing if the machine would hang or reboot for ever. */
  public static Optional<Boot> boot(BlockSource disk, int sectorSize) throws IOException {
    return new LoaderModel(disk, sectorSize).boot();
  }

  private Optional<Boot> boot() throws IOException {
    Header primary = header(1, true);
    byte[] primaryEntries = primary == null ? null : entries(primary);
    Header backup = null;
    long backupAt = primary == null ? total - 1 : primary.alternate;
    if (backupAt > 0 && backupAt < total) {
      backup = header(backupAt, false);
    }
    if (backup != null && primary != null && !agree(primary, backup)) {
      backup = null;
    }
    byte[] backupEntries = backup == null ? null : entries(backup);
    if (primaryEntries != null && backupEntries != null) {
      backupEntries = Arrays.equals(primaryEntries, backupEntries) ? backupEntries : null;
    }
    if (primary != null && primaryEntries != null) {
      if (backupEntries == null) {
        long end = Math.max(primary.alternate, total - 1);
        if (end - primary.sectors(sectorSize) <= primary.last) {
          return Optional.empty();
        }
      }
      return pick(primary, primaryEntries);
    }
    if (backup != null && backupEntries != null) {
      return 2 + backup.sectors(sectorSize) > backup.first
          ? Optional.empty()
          : pick(backup, backupEntries);
    }
    return Optional.empty();
  }

  private static Optional<Boot> pick(Header header, byte[] entries) {
    int best = 0;
    int found = -1;
    for (int i = 0; i < header.count; i++) {
      int at = (int) (i * header.size);
      long attributes = little(entries).getLong(at + 48);
      int priority = (int) (attributes >> 48) & 15;
      boolean may = (attributes >> 52 & 31) != 0;
      if (Bytes.of(entries, at, 16).equals(BOOT_TYPE) && may && priority > best) {
        best = priority;
        found = i;
      }
    }
    if (found < 0) {
      return Optional.empty();
    }
    byte[] after = entries.clone();
    int at = (int) (found * header.size) + 48;
    long attributes = little(entries).getLong(at);
    if ((attributes >> 52 & 15) != 0) {
      little(after).putLong(at, attributes - (1L << 52));
    }
    return Optional.of(new Boot(found + 1, header.guid, Bytes.of(entries), Bytes.of(after)));
  }

  private @Nullable Header header(long at, boolean isPrimary) throws IOException {
    if (at >= total) {
      return null;
    }
    byte[] sector = read(at, sectorSize);
    ByteBuffer in = little(sector);
    int size = in.getInt(12);
    if (!new String(sector, 0, 8, StandardCharsets.ISO_8859_1).equals("EFI PART")
        || in.getInt(8) != 0x10000
        || size < 92
        || size > sectorSize) {
      return null;
    }
    byte[] covered = Arrays.copyOf(sector, size);
    Arrays.fill(covered, 16, 20, (byte) 0);
    if (crc(covered) != in.getInt(16)) {
      return null;
    }
    Header header =
        new Header(
            size,
            in.getLong(24),
            in.getLong(32),
            in.getLong(40),
            in.getLong(48),
            Bytes.of(sector, 56, 16),
            in.getLong(72),
            in.getInt(80) & 0xffffffffL,
            in.getInt(84) & 0xffffffffL,
            in.getInt(88));
    long primaryAt = isPrimary ? header.mine : header.alternate;
    long backupAt = isPrimary ? header.alternate : header.mine;
    long end = header.entriesAt + header.sectors(sectorSize);
    boolean sound =
        header.size >= 128
            && Long.bitCount(header.size) == 1
            && header.count * header.size >= 16384
            && header.first <= header.last
            && primaryAt == 1
            && header.mine == at
            && backupAt > header.last
            && (isPrimary
                ? header.entriesAt > 1 && end <= header.first
                : header.entriesAt > header.last && end <= header.mine);
    return sound ? header : null;
  }

  private static boolean agree(Header primary, Header backup) {
    return primary.headerSize == backup.headerSize
        && primary.mine == backup.alternate
        && primary.first == backup.first
        && primary.last == backup.last
        && primary.count == backup.count
        && primary.size == backup.size
        && primary.entriesCrc == backup.entriesCrc
        && primary.guid.equals(backup.guid);
  }

  private byte @Nullable [] entries(Header header) throws IOException {
    long bytes = header.count * header.size;
    if (bytes > 1 << 24 || header.entriesAt + header.sectors(sectorSize) > total) {
      return null;
    }
    byte[] entries = read(header.entriesAt, (int) bytes);
    return crc(entries) == header.entriesCrc ? entries : null;
  }

  private byte[] read(long sector, int length) throws IOException {
    byte[] content = new byte[length];
    disk.readFully(sector * sectorSize, ByteBuffer.wrap(content));
    return content;
  }

  private static int crc(byte[] content) {
    CRC32 crc = new CRC32();
    crc.update(content);
    return (int) crc.getValue();
  }

  private static ByteBuffer little(byte[] content) {
    return ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
  }
}
