// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.disk;

import dev.gantry.partition.GptTable;
import java.util.Objects;

/**
 * A change of a partition table that is on the disk.
 *
 * <p>Immutable.
 *
 * @param table the table that is on the disk now
 * @param change what is different
 * @param kernel whether the kernel knows it
 */
public record TableEditResult(GptTable table, TableChange change, KernelNotice kernel) {
  /** Creates a result. */
  public TableEditResult {
    Objects.requireNonNull(table, "table");
    Objects.requireNonNull(change, "change");
    Objects.requireNonNull(kernel, "kernel");
  }
}
