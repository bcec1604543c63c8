// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.layout;

import dev.gantry.core.Text;
import java.util.Objects;

/**
 * A difference between a layout and a disk.
 *
 * <p>Immutable.
 *
 * @param kind what it is
 * @param partition number of the partition, or 0 for the whole disk
 * @param detail the particulars, in one line
 */
public record LayoutIssue(Kind kind, int partition, String detail) {
  /** What the difference is. */
  public enum Kind {
    /** The least sizes of the layout do not fit on the disk. */
    DISK_TOO_SMALL,
    /** The disk has no partition table that could be read. */
    NO_TABLE,
    /** The disk has MBR partitions. Applying the layout would destroy them. */
    MBR_PARTITIONS,
    /** The table has another sector size, or is for a disk of another size. */
    TABLE_DIFFERS,
    /** A partition of the layout is not on the disk. */
    PARTITION_MISSING,
    /** A partition is in its place, but has another type, name or identity. */
    PARTITION_DIFFERS,
    /** A partition is on the disk and not in the layout, or elsewhere: its data would be lost. */
    WOULD_DESTROY;

    /**
     * Says whether data are lost if the layout is applied all the same.
     *
     * @return true for partitions that would be gone
     */
    public boolean destroysData() {
      return this == WOULD_DESTROY || this == MBR_PARTITIONS;
    }
  }

  /** Creates an issue; foreign text in the detail is cut and escaped. */
  public LayoutIssue {
    Objects.requireNonNull(kind, "kind");
    detail = Text.clean(detail);
  }

  /** Returns kind, partition and detail in one line. */
  @Override
  public String toString() {
    return kind + (partition == 0 ? "" : " " + partition) + ": " + detail;
  }
}
