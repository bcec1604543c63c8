// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.disk;

import dev.gantry.core.Text;
import java.util.Objects;

/**
 * Whether the kernel knows a partition table that was written.
 *
 * <p>Immutable. The table is on the disk whatever the status is; a kernel that does not know it
 * goes on with the old one until it reads the new one, at the latest at the next boot.
 *
 * @param status what came of it
 * @param detail the particulars, in one line
 */
public record KernelNotice(Status status, String detail) {
  /** What came of telling the kernel. */
  public enum Status {
    /** Nothing changed that the kernel keeps, or the disk is no block device. */
    NOT_NEEDED,
    /** Nobody was asked to tell it. */
    NOT_TOLD,
    /** It has the new table. */
    TOLD,
    /** It refused, because a partition is in use (EBUSY). */
    BUSY,
    /** It could not be told. */
    FAILED
  }

  /** Creates a notice; foreign text in the detail is cut and escaped. */
  public KernelNotice {
    Objects.requireNonNull(status, "status");
    detail = Text.clean(detail);
  }
}
