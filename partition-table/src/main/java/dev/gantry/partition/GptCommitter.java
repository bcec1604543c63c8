// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.StateConflictException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Writes GPTs so that the boot loader finds a whole table, the old one or the new one, whenever the
 * power fails.
 *
 * <p>A change is written as backup entries and backup header, barrier, primary header, barrier,
 * primary entries, barrier; then it is read again and compared. The order matters: the boot loader
 * takes the backup only if it agrees with the primary header wherever that header is good, so the
 * primary header must change at a moment when the whole new backup is there, and the primary
 * entries only after the header that has their checksum. The common order, entries before header,
 * has states that do not boot. {@code docs/formats/gpt.md} has the argument in full.
 *
 * <p>A sector is taken to be written whole or not at all as far as its first half goes; a header
 * fits in that.
 *
 * <p>Nothing here locks the disk: between the read and the last barrier nobody else may write the
 * table, and that is for the caller to ensure (see {@code SlotDisk}). Stateless.
 */
public final class GptCommitter {
  private GptCommitter() {}

  /**
   * Writes a table and a protective MBR to a disk that has none; the boot code in sector 0 stays.
   *
   * @param device the whole disk; stays open
   * @param table the table
   * @throws StateConflictException if the disk has a GPT, whole or not ({@code DISK_HAS_GPT}), or
   *     MBR partitions ({@code DISK_HAS_MBR_PARTITIONS})
   * @throws IllegalArgumentException if the table is for a disk of another size
   * @throws IOException if the disk cannot be read or written
   */
  public static void create(BlockDevice device, GptTable table) throws IOException {
    checkSize(device, table);
    checkBlank(device);
    unsafeReplace(device, table);
  }

  /** Refuses a disk that has a partition table of either kind. */
  static void checkBlank(BlockDevice device) throws IOException {
    for (int size : SectorSizes.ALL) {
      long last = device.sizeBytes() / size - 1;
      if (hasSignature(device, size, GptHeader.PRIMARY_LBA) || hasSignature(device, size, last)) {
        throw new StateConflictException(
            "DISK_HAS_GPT",
            "making a partition table on " + device.description(),
            "there is a GPT header for sectors of " + size + " bytes",
            "a disk without one");
      }
    }
    if (ProtectiveMbr.hasForeignRecords(device)) {
      throw new StateConflictException(
          "DISK_HAS_MBR_PARTITIONS",
          "making a partition table on " + device.description(),
          "sector 0 has records of other types than 0xEE",
          "a disk without MBR partitions");
    }
  }

  /**
   * Writes a table and a protective MBR whatever the disk holds: partitions that were there are
   * lost. Unlike {@link #commit} this is not atomic.
   *
   * @param device the whole disk; stays open
   * @param table the table
   * @throws IllegalArgumentException if the table is for a disk of another size
   * @throws IOException if the disk cannot be read or written
   */
  public static void unsafeReplace(BlockDevice device, GptTable table) throws IOException {
    unsafeReplace(device, table, DiskState.forNew(table.geometry()));
  }

  static void unsafeReplace(BlockDevice device, GptTable table, DiskState state)
      throws IOException {
    checkSize(device, table);
    ProtectiveMbr.write(device, table.sectorSizeBytes(), table.sectorCount());
    CopyWriter.write(device, new CopyWriter(table, state).both());
    CopyWriter.readBack(device, table);
  }

  /**
   * Replaces a table, if it is still the one that was read. A damaged copy is repaired first, as
   * {@link #repair} does. If both tables are equal and the copies are sound, nothing is written.
   *
   * <p>The new table may have another usable range, another entry array, and its backup elsewhere,
   * as after {@link GptTable#forDisk}. Then what the old copies leave behind is filled with 0 once
   * the new table is complete, and a protective MBR gets the new size. Records of other types, as a
   * hybrid MBR has them, stay as they are: a change that would leave one behind its partition is
   * refused, and {@link #writeProtectiveMbr} is how to go on.
   *
   * @param device the whole disk; stays open
   * @param expected the table that must be on the disk
   * @param next the new table
   * @throws StateConflictException if another table is on the disk ({@code TABLE_CHANGED}), a
   *     damaged copy cannot be repaired, the disk ends before the new table ({@code
   *     DISK_TOO_SMALL}), there is no room for its entries where the old ones are ({@code
   *     NO_ROOM_FOR_ENTRIES}), or a new copy lies where the old table is in use: in its partitions,
   *     which are then to be removed first, or its primary entries ({@code COPY_IN_USED_SECTORS}),
   *     or sector 0 names sectors that would be another partition's or none's ({@code
   *     HYBRID_MBR_NAMES_SECTORS}); nothing is written then
   * @throws MalformedDataException if there is no sound table, or the disk does not read back what
   *     was written ({@code GPT_READ_BACK_DIFFERS})
   * @throws IllegalArgumentException if the new table has another sector size
   * @throws IOException if the disk cannot be read or written; the old or the new table is found
   *     then
   */
  public static void commit(BlockDevice device, GptTable expected, GptTable next)
      throws IOException {
    if (next.sectorSizeBytes() != expected.sectorSizeBytes()) {
      throw new IllegalArgumentException("the new table has another sector size: " + next);
    }
    GptReadResult found = GptReader.read(device);
    if (!found.table().equals(expected)) {
      throw new StateConflictException(
          "TABLE_CHANGED",
          "changing the partition table of " + device.description(),
          found.table() + " differs from the table that was read",
          "an unchanged table; read it again");
    }
    HybridMbr.check(device, expected, next);
    boolean moves = !next.geometry().equals(expected.geometry());
    DiskState target = moves ? found.state().movedTo(next.geometry()) : found.state();
    TableMove move = new TableMove(device, found, next, target);
    if (moves) {
      move.check();
    }
    if (found.needsRepair() && !move.replacesLostBackup()) {
      GptRepairPlan.of(device).apply(device);
    }
    if (next.equals(expected)) {
      return;
    }
    CopyWriter.write(device, new CopyWriter(next, target).both());
    if (moves) {
      move.cleanUp();
    }
    CopyWriter.readBack(device, next);
  }

  /**
   * Rebuilds a bad copy from the good one, in the direction that the boot loader would choose, and
   * the protective MBR if sector 0 has no partition records. What the boot loader finds does not
   * change, whenever the power fails. If nothing is wrong, nothing is written.
   *
   * @param device the whole disk; stays open
   * @return what is on the disk afterwards; its table is the one that was read
   * @throws StateConflictException if the backup's place is behind the end of the disk ({@code
   *     BACKUP_UNREACHABLE}), or the bad copy has no room ({@code NO_ROOM_FOR_REPAIR})
   * @throws MalformedDataException if there is no sound table
   * @throws IOException if the disk cannot be read or written
   */
  public static GptReadResult repair(BlockDevice device) throws IOException {
    return GptRepairPlan.of(device).apply(device);
  }

  /**
   * Replaces the partition records of sector 0 by the protective one, also those of a hybrid MBR,
   * which nothing else here does on a disk with a GPT. Boot code and disk signature stay.
   *
   * @param device the whole disk; stays open
   * @throws MalformedDataException if there is no sound table to protect
   * @throws IOException if the disk cannot be read or written
   */
  public static void writeProtectiveMbr(BlockDevice device) throws IOException {
    int sectorSizeBytes = GptReader.read(device).table().sectorSizeBytes();
    ProtectiveMbr.write(device, sectorSizeBytes, device.sizeBytes() / sectorSizeBytes);
    device.flush();
  }

  private static void checkSize(BlockDevice device, GptTable table) {
    if (device.sizeBytes() / table.sectorSizeBytes() != table.sectorCount()) {
      throw new IllegalArgumentException(
          device.description() + " has " + device.sizeBytes() + " bytes, the table is " + table);
    }
  }

  private static boolean hasSignature(BlockDevice device, int sectorSizeBytes, long lba)
      throws IOException {
    if (lba < GptHeader.PRIMARY_LBA || lba >= device.sizeBytes() / sectorSizeBytes) {
      return false;
    }
    byte[] sector = new byte[sectorSizeBytes];
    device.readFully(lba * sectorSizeBytes, ByteBuffer.wrap(sector));
    return GptHeader.hasSignature(sector);
  }
}
