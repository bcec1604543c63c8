// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.disk;

import dev.gantry.partition.GptTable;
import java.io.IOException;

/** A change of a partition table: pure, so that it may be applied to what is found on the disk. */
@FunctionalInterface
public interface TableEdit {
  /**
   * Makes the new table.
   *
   * @param current the table as it is on the disk now
   * @return the table as it shall be; equal to {@code current} if nothing is to change
   * @throws IOException if the change is refused; nothing is written then
   */
  GptTable apply(GptTable current) throws IOException;
}
