// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockSource;
import dev.gantry.core.Bytes;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.StateConflictException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a repair would write: the bad copy from the good one, in the direction that the boot loader
 * would choose, and the protective MBR if sector 0 has no partition records. What the boot loader
 * finds does not change, whenever the power fails.
 *
 * <p>Immutable.
 */
public final class GptRepairPlan {
  private final GptReadResult found;
  private final List<GptWriteStep> steps;

  private GptRepairPlan(GptReadResult found, List<GptWriteStep> steps) {
    this.found = found;
    this.steps = List.copyOf(steps);
  }

  /**
   * Reads a disk and decides what to write; writes nothing.
   *
   * @param disk the whole disk; stays open
   * @return the plan, without steps if nothing is wrong
   * @throws StateConflictException if the backup's place is behind the end of the disk ({@code
   *     BACKUP_UNREACHABLE}), or the bad copy has no room ({@code NO_ROOM_FOR_REPAIR})
   * @throws MalformedDataException if there is no sound table
   * @throws IOException if the disk cannot be read
   */
  public static GptRepairPlan of(BlockSource disk) throws IOException {
    GptReadResult found = GptReader.read(disk);
    List<GptWriteStep> steps = new ArrayList<>();
    if (found.needsRepair()) {
      checkRoom(disk, found);
      steps.addAll(copies(found));
    }
    if (found.has(GptIssue.Kind.PROTECTIVE_MBR_MISSING) && !ProtectiveMbr.hasForeignRecords(disk)) {
      GptTable table = found.table();
      byte[] sector = ProtectiveMbr.sector(disk, table.sectorSizeBytes(), table.sectorCount());
      steps.add(new GptWriteStep(GptWriteStep.Part.PROTECTIVE_MBR, 0, Bytes.of(sector), true));
    }
    return new GptRepairPlan(found, steps);
  }

  private static void checkRoom(BlockSource disk, GptReadResult found)
      throws StateConflictException {
    for (GptIssue issue : found.issues()) {
      if (issue.kind() == GptIssue.Kind.BACKUP_UNREACHABLE
          || issue.kind() == GptIssue.Kind.NO_ROOM_FOR_REPAIR) {
        throw new StateConflictException(
            issue.kind().name(),
            "repairing the partition table of " + disk.description(),
            issue.detail(),
            "room for both copies");
      }
    }
  }

  private static List<GptWriteStep> copies(GptReadResult found) {
    CopyWriter writer = new CopyWriter(found.table(), found.state());
    if (found.usedCopy() == GptCopy.PRIMARY) {
      return writer.backup();
    }
    boolean headerInPlace =
        !found.has(GptIssue.Kind.PRIMARY_HEADER_BAD)
            && !found.has(GptIssue.Kind.BACKUP_OUT_OF_SYNC);
    return headerInPlace
        ? List.of(writer.primaryEntries())
        : List.of(writer.primaryHeader(), writer.primaryEntries());
  }

  /**
   * Returns what was read.
   *
   * @return the table, which a repair does not change, and what is wrong with its copies
   */
  public GptReadResult found() {
    return found;
  }

  /**
   * Returns what would be written.
   *
   * @return an immutable list in the order of the writes
   */
  public List<GptWriteStep> steps() {
    return steps;
  }

  /**
   * Writes the plan, if the disk still is as it was read, and reads it back.
   *
   * @param device the whole disk; stays open
   * @return what is on the disk afterwards
   * @throws StateConflictException if the disk needs other steps by now ({@code TABLE_CHANGED}), or
   *     as {@link #of} does; nothing is written then
   * @throws MalformedDataException if there is no sound table, or the disk does not read back what
   *     was written ({@code GPT_READ_BACK_DIFFERS})
   * @throws IOException if the disk cannot be read or written
   */
  public GptReadResult apply(BlockDevice device) throws IOException {
    GptRepairPlan now = of(device);
    if (!now.found.table().equals(found.table()) || !now.steps.equals(steps)) {
      throw new StateConflictException(
          "TABLE_CHANGED",
          "repairing the partition table of " + device.description(),
          now.steps.size() + " steps for " + now.found.table(),
          "what the plan was made for: " + steps.size() + " steps for " + found.table());
    }
    if (steps.isEmpty()) {
      return now.found;
    }
    CopyWriter.write(device, steps);
    return CopyWriter.readBack(device, found.table());
  }
}
