// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The protective MBR that is written. Source: UEFI 2.10, section 5.2.3, table 5.4.
 *
 * <table>
 * <caption>First 512 bytes of sector 0</caption>
 * <tr><th>offset</th><th>size</th><th>field</th></tr>
 * <tr><td>0</td><td>446</td><td>boot code and disk signature; kept as they are</td></tr>
 * <tr><td>446</td><td>16</td><td>record of type 0xEE over the whole disk</td></tr>
 * <tr><td>462</td><td>48</td><td>three unused records, 0</td></tr>
 * <tr><td>510</td><td>2</td><td>signature, 55 AA</td></tr>
 * </table>
 */
final class ProtectiveMbr {
  private static final int HEADS = 255;
  private static final int SECTORS_PER_TRACK = 63;
  private static final int MAX_CYLINDER = 1023;

  private ProtectiveMbr() {}

  /** Whether there is a record of some other type, so that the sector is not ours to change. */
  static boolean hasForeignRecords(BlockSource disk) throws IOException {
    MasterBootRecord.Kind kind = MasterBootRecord.read(disk).kind();
    return kind == MasterBootRecord.Kind.HYBRID || kind == MasterBootRecord.Kind.PARTITIONS;
  }

  /** Whether a record of type 0xEE is there, alone or with others. */
  static boolean isPresent(BlockSource disk) throws IOException {
    return MasterBootRecord.read(disk).records().stream()
        .anyMatch(MasterBootRecord.Entry::isProtective);
  }

  /** The record for a disk. */
  static MasterBootRecord.Entry expected(long sectorCount) {
    return new MasterBootRecord.Entry(
        0,
        0,
        chs(1),
        MasterBootRecord.PROTECTIVE_TYPE,
        chs(sectorCount - 1),
        1,
        Math.min(sectorCount - 1, 0xffffffffL));
  }

  /** Writes the record; what is outside of the records stays, but for a stale GPT header. */
  static void write(BlockDevice disk, int sectorSizeBytes, long sectorCount) throws IOException {
    byte[] sector = sector(disk, sectorSizeBytes, sectorCount);
    disk.writeFully(0, ByteBuffer.wrap(sector));
  }

  /** What {@link #write} writes. */
  static byte[] sector(BlockSource disk, int sectorSizeBytes, long sectorCount) throws IOException {
    byte[] sector = new byte[sectorSizeBytes];
    disk.readFully(0, ByteBuffer.wrap(sector));
    int size = MasterBootRecord.SIZE_BYTES;
    if (sectorSizeBytes > size
        && GptHeader.hasSignature(Arrays.copyOfRange(sector, size, 2 * size))) {
      // A header for sectors of 512 bytes would be found before ours.
      Arrays.fill(sector, size, 2 * size, (byte) 0);
    }
    put(sector, sectorCount);
    return sector;
  }

  /** Puts record and signature into a sector. */
  static void put(byte[] sector, long sectorCount) {
    MasterBootRecord.Entry record = expected(sectorCount);
    int at = MasterBootRecord.RECORDS_OFFSET;
    Arrays.fill(sector, at, MasterBootRecord.SIGNATURE_OFFSET, (byte) 0);
    ByteBuffer.wrap(sector)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(at, record.status() | record.firstChs() << 8)
        .putInt(at + 4, record.type() | record.lastChs() << 8)
        .putInt(at + 8, (int) record.firstLba())
        .putInt(at + 12, (int) record.sectorCount())
        .putShort(MasterBootRecord.SIGNATURE_OFFSET, MasterBootRecord.SIGNATURE);
  }

  private static int chs(long lba) {
    long cylinder = lba / (HEADS * SECTORS_PER_TRACK);
    if (cylinder > MAX_CYLINDER) {
      return 0xffffff;
    }
    long head = lba / SECTORS_PER_TRACK % HEADS;
    long sector = lba % SECTORS_PER_TRACK + 1;
    return (int) (head | (sector | cylinder >> 8 << 6) << 8 | (cylinder & 0xff) << 16);
  }
}
