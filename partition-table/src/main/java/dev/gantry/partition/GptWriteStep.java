// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import dev.gantry.core.Bytes;
import java.util.Objects;

/**
 * One write of a {@link GptRepairPlan}.
 *
 * <p>Immutable.
 *
 * @param part what is written
 * @param offsetBytes where on the disk
 * @param content the bytes, whole sectors
 * @param barrier whether the device is flushed before the next step
 */
public record GptWriteStep(Part part, long offsetBytes, Bytes content, boolean barrier) {
  /** What a step writes. */
  public enum Part {
    /** Sector 0, with the boot code that is there. */
    PROTECTIVE_MBR,
    /** The header in sector 1. */
    PRIMARY_HEADER,
    /** The entries of the primary copy. */
    PRIMARY_ENTRIES,
    /** The header of the backup. */
    BACKUP_HEADER,
    /** The entries of the backup. */
    BACKUP_ENTRIES
  }

  /** Creates a step. */
  public GptWriteStep {
    Objects.requireNonNull(part, "part");
    Objects.requireNonNull(content, "content");
  }
}
