// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import java.io.Serial;
import java.io.Serializable;
import java.util.Objects;

/**
 * A block that failed verification.
 *
 * @param source description of the device that holds the block
 * @param level 0 for a data block, 1 for a leaf block of the tree, more for blocks nearer the root
 * @param blockIndex index within the level, from 0 on
 * @param offsetBytes offset of the block on its device
 * @param fault what is wrong with it
 */
public record CorruptBlock(
    String source, int level, long blockIndex, long offsetBytes, BlockFault fault)
    implements Serializable {
  @Serial private static final long serialVersionUID = 1L;

  /** The level of data blocks. */
  public static final int DATA_LEVEL = 0;

  /** Creates a description of a block. */
  public CorruptBlock {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(fault, "fault");
  }

  /**
   * Says whether this is a block of data, not of the tree.
   *
   * @return true at level 0
   */
  public boolean isData() {
    return level == DATA_LEVEL;
  }
}
