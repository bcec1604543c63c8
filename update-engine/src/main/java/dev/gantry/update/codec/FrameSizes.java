// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.codec;

/**
 * How large the two sides of a frame are.
 *
 * @param rawBytes size of the content
 * @param frameBytes size of the frame
 */
public record FrameSizes(long rawBytes, long frameBytes) {
  /** Creates a pair of sizes. */
  public FrameSizes {}
}
