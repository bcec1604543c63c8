// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import java.io.IOException;

/** Takes ranges of blocks, in ascending order. */
@FunctionalInterface
public interface BlockRangeConsumer {
  /**
   * Takes the next range.
   *
   * @param range a range behind all before, and not touching them
   * @throws IOException ends the call that found the range
   */
  void accept(BlockRange range) throws IOException;
}
