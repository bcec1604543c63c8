// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

/** Ways to hash a batch of blocks; all give the same digests. */
enum HashPath {
  /** One block after the other, by the JDK. */
  SEQUENTIAL,
  /** Two blocks in turns, by the JDK. */
  PAIRED,
  /** A {@link dev.gantry.verity.spi.BlockKernel}. */
  KERNEL
}
