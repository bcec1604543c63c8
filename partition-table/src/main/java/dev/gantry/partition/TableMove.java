// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.StateConflictException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What a commit has to mind beyond its order where the new table's copies are elsewhere: that they
 * are not written over what the old table needs, and what the old copies leave behind.
 */
final class TableMove {
  private final BlockDevice device;
  private final GptReadResult found;
  private final GptTable next;
  private final DiskState from;
  private final DiskState to;
  private final int sectorSizeBytes;

  TableMove(BlockDevice device, GptReadResult found, GptTable next, DiskState to) {
    this.device = device;
    this.found = found;
    this.next = next;
    this.from = found.state();
    this.to = to;
    this.sectorSizeBytes = next.sectorSizeBytes();
  }

  /** Refuses a move that the old table would not survive until the new one is complete. */
  void check() throws StateConflictException {
    long sectors = device.sizeBytes() / sectorSizeBytes;
    if (to.backupLba() >= sectors && to.backupLba() != from.backupLba()) {
      throw new StateConflictException(
          "DISK_TOO_SMALL",
          "changing the partition table of " + device.description(),
          "the disk has " + sectors + " sectors",
          to.backupLba() + 1 + " sectors");
    }
    List<LbaRange> copies = to.entryRanges(next.geometry().entrySectors());
    LbaRange backup = new LbaRange(copies.get(1).firstLba(), to.backupLba());
    for (GptPartition partition : found.table().partitions()) {
      if (partition.range().overlaps(copies.get(0)) || partition.range().overlaps(backup)) {
        throw inUse("partition " + partition.number() + " of the old table");
      }
    }
    if (from.entryRanges(from.entrySectors(sectorSizeBytes)).get(0).overlaps(backup)) {
      throw inUse("the primary entries of the old table");
    }
  }

  private StateConflictException inUse(String what) {
    return new StateConflictException(
        "COPY_IN_USED_SECTORS",
        "changing the partition table of " + device.description(),
        "a copy of the new table would lie in " + what,
        "sectors that the old table does not use");
  }

  /** Whether the backup cannot be rebuilt where it was, and the new table has it elsewhere. */
  boolean replacesLostBackup() {
    return found.usedCopy() == GptCopy.PRIMARY
        && to.backupLba() != from.backupLba()
        && (found.has(GptIssue.Kind.BACKUP_UNREACHABLE)
            || found.has(GptIssue.Kind.NO_ROOM_FOR_REPAIR));
  }

  /**
   * Clears what is left of the old copies, so that no tool takes it for a table one day, and tells
   * the protective MBR the new size. Nobody reads any of this while the new table is whole.
   */
  void cleanUp() throws IOException {
    boolean cleared = false;
    for (LbaRange range : leftovers()) {
      byte[] zeros = new byte[(int) range.sectorCount() * sectorSizeBytes];
      device.writeFully(range.firstLba() * sectorSizeBytes, ByteBuffer.wrap(zeros));
      cleared = true;
    }
    if (to.backupLba() != from.backupLba()
        && ProtectiveMbr.isPresent(device)
        && !ProtectiveMbr.hasForeignRecords(device)) {
      ProtectiveMbr.write(device, sectorSizeBytes, next.sectorCount());
      cleared = true;
    }
    if (cleared) {
      device.flush();
    }
  }

  private List<LbaRange> leftovers() throws IOException {
    List<LbaRange> kept = new ArrayList<>(to.entryRanges(next.geometry().entrySectors()));
    kept.add(new LbaRange(to.backupLba(), to.backupLba()));
    List<LbaRange> left = new ArrayList<>();
    if (to.backupLba() != from.backupLba() && isHeader(from.backupLba())) {
      left.addAll(subtract(List.of(new LbaRange(from.backupLba(), from.backupLba())), kept));
    }
    next.partitions().forEach(partition -> kept.add(partition.range()));
    List<LbaRange> old = new ArrayList<>();
    long sectors = device.sizeBytes() / sectorSizeBytes;
    for (LbaRange range : from.entryRanges(from.entrySectors(sectorSizeBytes))) {
      if (range.lastLba() < sectors) {
        old.add(range);
      }
    }
    left.addAll(subtract(old, kept));
    return left;
  }

  /** The header may lie in a partition now, and somebody may have put something there already. */
  private boolean isHeader(long lba) throws IOException {
    if (lba >= device.sizeBytes() / sectorSizeBytes) {
      return false;
    }
    byte[] sector = new byte[sectorSizeBytes];
    device.readFully(lba * sectorSizeBytes, ByteBuffer.wrap(sector));
    return GptHeader.hasSignature(sector);
  }

  private static List<LbaRange> subtract(List<LbaRange> ranges, List<LbaRange> kept) {
    List<LbaRange> rest = ranges;
    for (LbaRange keep : kept) {
      List<LbaRange> cut = new ArrayList<>();
      for (LbaRange range : rest) {
        if (!range.overlaps(keep)) {
          cut.add(range);
          continue;
        }
        if (range.firstLba() < keep.firstLba()) {
          cut.add(new LbaRange(range.firstLba(), keep.firstLba() - 1));
        }
        if (range.lastLba() > keep.lastLba()) {
          cut.add(new LbaRange(keep.lastLba() + 1, range.lastLba()));
        }
      }
      rest = cut;
    }
    return rest;
  }
}
