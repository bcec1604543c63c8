// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import dev.gantry.core.BlockSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The partition records of sector 0. Source: UEFI 2.10, section 5.2, tables 5.1 to 5.4.
 *
 * <p>Immutable.
 *
 * @param kind what the records are for
 * @param records the records that are used, in their order
 * @param diskSignature the 32-bit identity of the disk at byte 440; 0 for most disks with a GPT
 */
public record MasterBootRecord(Kind kind, List<Entry> records, int diskSignature) {
  static final int SIZE_BYTES = 512;
  static final int RECORDS_OFFSET = 446;
  static final int RECORD_SIZE_BYTES = 16;
  static final int RECORD_COUNT = 4;
  static final int SIGNATURE_OFFSET = 510;
  static final short SIGNATURE = (short) 0xaa55;
  static final int PROTECTIVE_TYPE = 0xee;
  private static final int DISK_SIGNATURE_OFFSET = 440;
  private static final MasterBootRecord NONE = new MasterBootRecord(Kind.NONE, List.of(), 0);

  /** What the records of sector 0 are for. */
  public enum Kind {
    /** There is no signature, or no record is used. */
    NONE,
    /** Only records of type 0xEE, which keep tools that do not know GPT from the disk. */
    PROTECTIVE,
    /** A record of type 0xEE beside others, which name partitions of the GPT a second time. */
    HYBRID,
    /** Partitions without a record of type 0xEE: a disk without a GPT, as far as this says. */
    PARTITIONS
  }

  /**
   * One used record.
   *
   * @param index its position, 0 to 3
   * @param status 0x80 for the partition that a BIOS boots, else 0
   * @param firstChs its first sector as cylinder, head and sector: the three bytes, the first one
   *     lowest
   * @param type what it is for; 0xEE protects a GPT
   * @param lastChs its last sector, as the first
   * @param firstLba first sector
   * @param sectorCount its size
   */
  public record Entry(
      int index, int status, int firstChs, int type, int lastChs, long firstLba, long sectorCount) {
    /**
     * Says whether the record protects a GPT.
     *
     * @return true for the type 0xEE
     */
    public boolean isProtective() {
      return type == PROTECTIVE_TYPE;
    }
  }

  /** Creates a value. */
  public MasterBootRecord {
    Objects.requireNonNull(kind, "kind");
    records = List.copyOf(records);
  }

  /**
   * Reads sector 0 of a disk.
   *
   * @param disk the whole disk; stays open
   * @return what it says; {@link Kind#NONE} for a disk of less than 512 bytes
   * @throws IOException if the disk cannot be read
   */
  public static MasterBootRecord read(BlockSource disk) throws IOException {
    if (disk.sizeBytes() < SIZE_BYTES) {
      return NONE;
    }
    byte[] sector = new byte[SIZE_BYTES];
    disk.readFully(0, ByteBuffer.wrap(sector));
    return decode(sector);
  }

  static MasterBootRecord decode(byte[] sector) {
    ByteBuffer in = ByteBuffer.wrap(sector).order(ByteOrder.LITTLE_ENDIAN);
    if (in.getShort(SIGNATURE_OFFSET) != SIGNATURE) {
      return NONE;
    }
    List<Entry> records = new ArrayList<>();
    boolean protective = false;
    boolean others = false;
    for (int i = 0; i < RECORD_COUNT; i++) {
      int at = RECORDS_OFFSET + i * RECORD_SIZE_BYTES;
      int first = in.getInt(at);
      int last = in.getInt(at + 4);
      int type = last & 0xff;
      if (type != 0) {
        records.add(
            new Entry(
                i,
                first & 0xff,
                first >>> 8,
                type,
                last >>> 8,
                Integer.toUnsignedLong(in.getInt(at + 8)),
                Integer.toUnsignedLong(in.getInt(at + 12))));
        protective |= type == PROTECTIVE_TYPE;
        others |= type != PROTECTIVE_TYPE;
      }
    }
    Kind kind =
        protective ? others ? Kind.HYBRID : Kind.PROTECTIVE : others ? Kind.PARTITIONS : Kind.NONE;
    return new MasterBootRecord(kind, records, in.getInt(DISK_SIGNATURE_OFFSET));
  }
}
