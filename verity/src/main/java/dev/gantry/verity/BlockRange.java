// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

/**
 * A run of data blocks.
 *
 * @param first number of the first block, 0 or more
 * @param count how many blocks, 1 or more
 */
public record BlockRange(long first, long count) {
  /**
   * Creates a range.
   *
   * @throws IllegalArgumentException if the range is empty, begins before block 0 or ends behind
   *     block 2^63 - 1
   */
  public BlockRange {
    if (first < 0 || count < 1 || first > Long.MAX_VALUE - count) {
      throw new IllegalArgumentException(
          "range of " + count + " blocks from " + first + ", expected 1 or more from 0 on");
    }
  }

  /**
   * Returns the number of the block behind the last.
   *
   * @return {@code first + count}
   */
  public long end() {
    return first + count;
  }
}
