// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.layout;

import dev.gantry.core.BlockSource;
import dev.gantry.core.GantryException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.StateConflictException;
import dev.gantry.core.UnsupportedFormatException;
import dev.gantry.partition.GptPartition;
import dev.gantry.partition.GptReader;
import dev.gantry.partition.GptTable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How a disk differs from a layout.
 *
 * <p>Immutable.
 *
 * @param plan the layout for this disk, or nothing if it does not fit
 * @param table the table that is on the disk, or nothing if there is none that could be read
 * @param issues the differences; empty if the disk has the layout
 */
public record LayoutReport(
    Optional<LayoutPlan> plan, Optional<GptTable> table, List<LayoutIssue> issues) {
  private static final int MBR_RECORDS = 446;
  private static final int MBR_SIGNATURE = 0xaa55;
  private static final int PROTECTIVE = 0xee;

  /** Creates a report. */
  public LayoutReport {
    Objects.requireNonNull(plan, "plan");
    Objects.requireNonNull(table, "table");
    issues = List.copyOf(issues);
  }

  /**
   * Compares a disk with a layout; writes nothing.
   *
   * @param layout the layout
   * @param sectorSizeBytes sector size of a new table, 512 or 4096
   * @param disk the whole disk; stays open
   * @return the differences
   * @throws GantryException if the partitions are not the slots that they are said to be
   * @throws IOException if the disk cannot be read
   */
  public static LayoutReport inspect(DiskLayout layout, int sectorSizeBytes, BlockSource disk)
      throws IOException {
    List<LayoutIssue> issues = new ArrayList<>();
    Optional<LayoutPlan> plan = Optional.empty();
    try {
      plan = Optional.of(layout.plan(sectorSizeBytes, disk.sizeBytes()));
    } catch (StateConflictException e) {
      if (!e.code().equals("DISK_TOO_SMALL")) {
        throw e;
      }
      add(issues, LayoutIssue.Kind.DISK_TOO_SMALL, 0, e.found() + "; needed " + e.expected());
    }
    Optional<GptTable> table = Optional.empty();
    try {
      table = Optional.of(GptReader.read(disk).table());
    } catch (MalformedDataException | UnsupportedFormatException e) {
      add(issues, LayoutIssue.Kind.NO_TABLE, 0, String.valueOf(e.getMessage()));
      if (hasMbrPartitions(disk)) {
        add(issues, LayoutIssue.Kind.MBR_PARTITIONS, 0, "sector 0 has partitions");
      }
    }
    if (plan.isPresent() && table.isPresent()) {
      compare(plan.get(), table.get(), issues);
    }
    return new LayoutReport(plan, table, issues);
  }

  private static void compare(LayoutPlan plan, GptTable table, List<LayoutIssue> issues) {
    if (table.sectorSizeBytes() != plan.sectorSizeBytes()
        || table.sectorCount() != plan.diskSizeBytes() / plan.sectorSizeBytes()) {
      add(
          issues,
          LayoutIssue.Kind.TABLE_DIFFERS,
          0,
          table
              + ", for a disk of "
              + plan.diskSizeBytes()
              + " bytes with sectors of "
              + plan.sectorSizeBytes());
    }
    long unit = table.sectorSizeBytes();
    for (GptPartition old : table.partitions()) {
      boolean kept =
          plan.partitions().stream()
              .anyMatch(
                  planned ->
                      planned.number() == old.number()
                          && planned.firstLba() * plan.sectorSizeBytes() == old.firstLba() * unit
                          && planned.sizeBytes(plan.sectorSizeBytes())
                              == old.sizeBytes((int) unit));
      if (!kept) {
        add(
            issues,
            LayoutIssue.Kind.WOULD_DESTROY,
            old.number(),
            "'" + old.name() + "' is in sectors " + old.firstLba() + " to " + old.lastLba());
      }
    }
    for (PlannedSpace planned : plan.partitions()) {
      Optional<GptPartition> old = table.partition(planned.number());
      if (old.isEmpty()) {
        add(
            issues,
            LayoutIssue.Kind.PARTITION_MISSING,
            planned.number(),
            planned.spec().toString());
      } else if (LayoutPlan.isAt(old.get(), planned)) {
        String differences = differences(planned.spec(), old.get());
        if (!differences.isEmpty()) {
          add(issues, LayoutIssue.Kind.PARTITION_DIFFERS, planned.number(), differences);
        }
      }
    }
  }

  private static String differences(PartitionSpec spec, GptPartition old) {
    List<String> found = new ArrayList<>();
    if (!spec.typeGuid().equals(old.typeGuid())) {
      found.add("type " + old.typeGuid() + " for " + spec.typeGuid());
    }
    if (!spec.label().equals(old.name())) {
      found.add("name '" + old.name() + "' for '" + spec.label() + "'");
    }
    if (spec.uniqueGuid().isPresent() && !spec.uniqueGuid().get().equals(old.uniqueGuid())) {
      found.add("GUID " + old.uniqueGuid() + " for " + spec.uniqueGuid().get());
    }
    return String.join(", ", found);
  }

  private static boolean hasMbrPartitions(BlockSource disk) throws IOException {
    if (disk.sizeBytes() < 512) {
      return false;
    }
    ByteBuffer sector = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);
    disk.readFully(0, sector);
    if ((sector.getShort(510) & 0xffff) != MBR_SIGNATURE) {
      return false;
    }
    for (int record = 0; record < 4; record++) {
      int type = sector.get(MBR_RECORDS + 16 * record + 4) & 0xff;
      if (type != 0 && type != PROTECTIVE) {
        return true;
      }
    }
    return false;
  }

  private static void add(
      List<LayoutIssue> issues, LayoutIssue.Kind kind, int partition, String detail) {
    issues.add(new LayoutIssue(kind, partition, detail));
  }

  /**
   * Says whether the disk has the layout.
   *
   * @return true if there is no issue
   */
  public boolean matches() {
    return issues.isEmpty();
  }

  /**
   * Says whether partitions would be lost if the layout were applied.
   *
   * @return true if an issue destroys data
   */
  public boolean destroysData() {
    return issues.stream().anyMatch(issue -> issue.kind().destroysData());
  }
}
