// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The protective MBR. Source: UEFI 2.10, section 5.2.3, table 5.4.
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
  private static final int SIZE_BYTES = 512;
  private static final int RECORDS_OFFSET = 446;
  private static final int RECORD_SIZE_BYTES = 16;
  private static final int RECORD_COUNT = 4;
  private static final int TYPE_OFFSET = 4;
  private static final int SIGNATURE_OFFSET = 510;
  private static final short SIGNATURE = (short) 0xaa55;
  private static final byte PROTECTIVE_TYPE = (byte) 0xee;
  private static final int HEADS = 255;
  private static final int SECTORS_PER_TRACK = 63;
  private static final int MAX_CYLINDER = 1023;

  private ProtectiveMbr() {}

  static boolean isPresent(BlockSource disk) throws IOException {
    return hasRecord(disk, true);
  }

  /** Whether there is a record of some other type, so that the sector is not ours to change. */
  static boolean hasForeignRecords(BlockSource disk) throws IOException {
    return hasRecord(disk, false);
  }

  private static boolean hasRecord(BlockSource disk, boolean protective) throws IOException {
    if (disk.sizeBytes() < SIZE_BYTES) {
      return false;
    }
    byte[] mbr = new byte[SIZE_BYTES];
    disk.readFully(0, ByteBuffer.wrap(mbr));
    if (view(mbr).getShort(SIGNATURE_OFFSET) != SIGNATURE) {
      return false;
    }
    for (int i = 0; i < RECORD_COUNT; i++) {
      byte type = mbr[RECORDS_OFFSET + i * RECORD_SIZE_BYTES + TYPE_OFFSET];
      if (type != 0 && (type == PROTECTIVE_TYPE) == protective) {
        return true;
      }
    }
    return false;
  }

  /** Writes the record; what is outside of the records stays, but for a stale GPT header. */
  static void write(BlockDevice disk, int sectorSizeBytes, long sectorCount) throws IOException {
    byte[] sector = new byte[sectorSizeBytes];
    disk.readFully(0, ByteBuffer.wrap(sector));
    if (sectorSizeBytes > SIZE_BYTES) {
      byte[] behind = Arrays.copyOfRange(sector, SIZE_BYTES, 2 * SIZE_BYTES);
      if (GptHeader.hasSignature(behind)) {
        // A header for sectors of 512 bytes would be found before ours.
        Arrays.fill(sector, SIZE_BYTES, 2 * SIZE_BYTES, (byte) 0);
      }
    }
    Arrays.fill(sector, RECORDS_OFFSET, SIGNATURE_OFFSET, (byte) 0);
    ByteBuffer out = view(sector).position(RECORDS_OFFSET);
    out.put((byte) 0);
    putChs(out, 1);
    out.put(PROTECTIVE_TYPE);
    putChs(out, sectorCount - 1);
    out.putInt(1);
    out.putInt((int) Math.min(sectorCount - 1, 0xffffffffL));
    view(sector).putShort(SIGNATURE_OFFSET, SIGNATURE);
    disk.writeFully(0, ByteBuffer.wrap(sector));
  }

  private static void putChs(ByteBuffer out, long lba) {
    long cylinder = lba / (HEADS * SECTORS_PER_TRACK);
    if (cylinder > MAX_CYLINDER) {
      out.put((byte) 0xff).put((byte) 0xff).put((byte) 0xff);
      return;
    }
    long head = lba / SECTORS_PER_TRACK % HEADS;
    long sector = lba % SECTORS_PER_TRACK + 1;
    out.put((byte) head);
    out.put((byte) (sector | ((cylinder >> 8) << 6)));
    out.put((byte) cylinder);
  }

  private static ByteBuffer view(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
