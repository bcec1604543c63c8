// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import dev.gantry.core.Guid;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The header of one copy, with its codec. Source: UEFI 2.10, section 5.3.2, table 5.5; all numbers
 * are little-endian.
 *
 * <table>
 * <caption>Header</caption>
 * <tr><th>offset</th><th>size</th><th>field</th></tr>
 * <tr><td>0</td><td>8</td><td>signature, {@code EFI PART}</td></tr>
 * <tr><td>8</td><td>4</td><td>revision, 1.0</td></tr>
 * <tr><td>12</td><td>4</td><td>size of the header, 92 to the sector size; new ones have 92</td></tr>
 * <tr><td>16</td><td>4</td><td>CRC-32 of the header, with this field as 0</td></tr>
 * <tr><td>20</td><td>4</td><td>reserved, 0</td></tr>
 * <tr><td>24</td><td>8</td><td>sector of this header</td></tr>
 * <tr><td>32</td><td>8</td><td>sector of the other header</td></tr>
 * <tr><td>40</td><td>8</td><td>first usable sector</td></tr>
 * <tr><td>48</td><td>8</td><td>last usable sector</td></tr>
 * <tr><td>56</td><td>16</td><td>disk GUID, mixed-endian</td></tr>
 * <tr><td>72</td><td>8</td><td>first sector of this copy's entries</td></tr>
 * <tr><td>80</td><td>4</td><td>number of entries</td></tr>
 * <tr><td>84</td><td>4</td><td>size of an entry</td></tr>
 * <tr><td>88</td><td>4</td><td>CRC-32 of the entries</td></tr>
 * </table>
 */
record GptHeader(
    int sizeBytes,
    long myLba,
    long alternateLba,
    long firstUsableLba,
    long lastUsableLba,
    Guid diskGuid,
    long entriesLba,
    long entryCount,
    long entrySizeBytes,
    int entriesCrc) {
  /** Sector of the primary header. */
  static final long PRIMARY_LBA = 1;

  /** Least size of an entry array: what the specification reserves and the boot loader demands. */
  static final int MIN_ENTRY_ARRAY_BYTES = 16384;

  /** Size of the fields; a header may be larger, its rest is reserved and written as 0. */
  static final int MIN_SIZE_BYTES = 92;

  private static final long SIGNATURE = 0x5452415020494645L;
  private static final int REVISION = 0x00010000;
  private static final int SIGNATURE_OFFSET = 0;
  private static final int REVISION_OFFSET = 8;
  private static final int SIZE_OFFSET = 12;
  private static final int CRC_OFFSET = 16;
  private static final int RESERVED_OFFSET = 20;
  private static final int MY_LBA_OFFSET = 24;
  private static final int ALTERNATE_LBA_OFFSET = 32;
  private static final int FIRST_USABLE_OFFSET = 40;
  private static final int LAST_USABLE_OFFSET = 48;
  private static final int DISK_GUID_OFFSET = 56;
  private static final int ENTRIES_LBA_OFFSET = 72;
  private static final int ENTRY_COUNT_OFFSET = 80;
  private static final int ENTRY_SIZE_OFFSET = 84;
  private static final int ENTRIES_CRC_OFFSET = 88;

  /** A header, or the reason why there is none. */
  record Parsed(@Nullable GptHeader header, String problem) {}

  static boolean hasSignature(byte[] sector) {
    return view(sector).getLong(SIGNATURE_OFFSET) == SIGNATURE;
  }

  /**
   * Reads the header that a sector holds, or its first 512 bytes; the rules are those of the boot
   * loader if the entry array has to have {@link #MIN_ENTRY_ARRAY_BYTES}.
   */
  static Parsed parse(
      byte[] sector, int sectorSizeBytes, GptCopy copy, long lba, int minEntryArrayBytes) {
    ByteBuffer in = view(sector);
    if (!hasSignature(sector)) {
      return new Parsed(null, "there is no signature in sector " + lba);
    }
    int revision = in.getInt(REVISION_OFFSET);
    if (revision != REVISION) {
      return new Parsed(null, "revision is " + hex(revision) + ", expected " + hex(REVISION));
    }
    long size = Integer.toUnsignedLong(in.getInt(SIZE_OFFSET));
    if (size < MIN_SIZE_BYTES || size > sector.length) {
      return new Parsed(null, "header size is " + size + ", expected 92 to " + sector.length);
    }
    int found = in.getInt(CRC_OFFSET);
    int computed = headerCrc(sector, (int) size);
    if (found != computed) {
      return new Parsed(null, "header CRC-32 is " + hex(found) + ", computed " + hex(computed));
    }
    ByteBuffer guid = in.duplicate().position(DISK_GUID_OFFSET);
    GptHeader header =
        new GptHeader(
            (int) size,
            in.getLong(MY_LBA_OFFSET),
            in.getLong(ALTERNATE_LBA_OFFSET),
            in.getLong(FIRST_USABLE_OFFSET),
            in.getLong(LAST_USABLE_OFFSET),
            Guid.decodeMixedEndian(guid),
            in.getLong(ENTRIES_LBA_OFFSET),
            Integer.toUnsignedLong(in.getInt(ENTRY_COUNT_OFFSET)),
            Integer.toUnsignedLong(in.getInt(ENTRY_SIZE_OFFSET)),
            in.getInt(ENTRIES_CRC_OFFSET));
    String problem = header.problem(copy, lba, sectorSizeBytes, minEntryArrayBytes);
    return problem == null ? new Parsed(header, "") : new Parsed(null, problem);
  }

  static long myLbaOf(byte[] sector) {
    return view(sector).getLong(MY_LBA_OFFSET);
  }

  /** Whether everything in a header's sector that is no field of a header is 0. */
  static boolean isReservedZero(byte[] sector) {
    if (view(sector).getInt(RESERVED_OFFSET) != 0) {
      return false;
    }
    for (int i = MIN_SIZE_BYTES; i < sector.length; i++) {
      if (sector[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private @Nullable String problem(
      GptCopy copy, long lba, int sectorSizeBytes, int minEntryArrayBytes) {
    if (entrySizeBytes < 128 || Long.bitCount(entrySizeBytes) != 1) {
      return "entry size is " + entrySizeBytes + ", expected 128 times a power of two";
    }
    if (entryArrayBytes() < minEntryArrayBytes) {
      return entryCount
          + " entries of "
          + entrySizeBytes
          + " bytes, expected at least "
          + minEntryArrayBytes
          + " bytes in all";
    }
    long primary = copy == GptCopy.PRIMARY ? myLba : alternateLba;
    long backup = copy == GptCopy.PRIMARY ? alternateLba : myLba;
    if (primary != PRIMARY_LBA || myLba != lba) {
      return "header in sector "
          + lba
          + " says sectors "
          + Long.toUnsignedString(primary)
          + " and "
          + Long.toUnsignedString(backup)
          + " for the two headers";
    }
    if (firstUsableLba < 0
        || lastUsableLba < firstUsableLba
        || backup <= lastUsableLba
        || backup >= Long.MAX_VALUE / sectorSizeBytes) {
      return "usable sectors are "
          + Long.toUnsignedString(firstUsableLba)
          + " to "
          + Long.toUnsignedString(lastUsableLba)
          + " and the backup header is in sector "
          + Long.toUnsignedString(backup);
    }
    long sectors = entrySectors(sectorSizeBytes);
    long after = copy == GptCopy.PRIMARY ? PRIMARY_LBA : lastUsableLba;
    long before = copy == GptCopy.PRIMARY ? firstUsableLba : backup;
    if (entriesLba <= after || entriesLba > before - sectors) {
      return "entries are at "
          + sectors
          + " sectors from "
          + Long.toUnsignedString(entriesLba)
          + ", expected after sector "
          + after
          + " and before sector "
          + before;
    }
    return null;
  }

  /** Cannot overflow: a count below 2^32 times a power of two below 2^32. */
  long entryArrayBytes() {
    return entryCount * entrySizeBytes;
  }

  long entrySectors(int sectorSizeBytes) {
    return SectorSizes.ceil(entryArrayBytes(), sectorSizeBytes);
  }

  /** Whether two headers are the two copies of one table. */
  boolean agreesWith(GptHeader other) {
    return sizeBytes == other.sizeBytes
        && myLba == other.alternateLba
        && alternateLba == other.myLba
        && firstUsableLba == other.firstUsableLba
        && lastUsableLba == other.lastUsableLba
        && entryCount == other.entryCount
        && entrySizeBytes == other.entrySizeBytes
        && entriesCrc == other.entriesCrc
        && diskGuid.equals(other.diskGuid);
  }

  /** Writes a whole sector. */
  byte[] encode(int sectorSizeBytes) {
    byte[] sector = new byte[sectorSizeBytes];
    ByteBuffer out = view(sector);
    out.putLong(SIGNATURE_OFFSET, SIGNATURE);
    out.putInt(REVISION_OFFSET, REVISION);
    out.putInt(SIZE_OFFSET, sizeBytes);
    out.putLong(MY_LBA_OFFSET, myLba);
    out.putLong(ALTERNATE_LBA_OFFSET, alternateLba);
    out.putLong(FIRST_USABLE_OFFSET, firstUsableLba);
    out.putLong(LAST_USABLE_OFFSET, lastUsableLba);
    diskGuid.encodeMixedEndian(out.duplicate().position(DISK_GUID_OFFSET));
    out.putLong(ENTRIES_LBA_OFFSET, entriesLba);
    out.putInt(ENTRY_COUNT_OFFSET, (int) entryCount);
    out.putInt(ENTRY_SIZE_OFFSET, (int) entrySizeBytes);
    out.putInt(ENTRIES_CRC_OFFSET, entriesCrc);
    out.putInt(CRC_OFFSET, headerCrc(sector, sizeBytes));
    return sector;
  }

  static int crc(byte[] content, int length) {
    CRC32 crc = new CRC32();
    crc.update(content, 0, length);
    return (int) crc.getValue();
  }

  static String hex(int value) {
    return "0x" + java.util.HexFormat.of().toHexDigits(value);
  }

  private static int headerCrc(byte[] sector, int size) {
    CRC32 crc = new CRC32();
    crc.update(sector, 0, CRC_OFFSET);
    crc.update(new byte[Integer.BYTES]);
    int rest = CRC_OFFSET + Integer.BYTES;
    crc.update(sector, rest, size - rest);
    return (int) crc.getValue();
  }

  private static ByteBuffer view(byte[] sector) {
    return ByteBuffer.wrap(sector).order(ByteOrder.LITTLE_ENDIAN);
  }
}
