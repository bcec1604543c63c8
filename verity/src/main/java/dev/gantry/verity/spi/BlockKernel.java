// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.spi;

/**
 * Hashes a fixed number of blocks of one size at the same time.
 *
 * <p>Made for one digest, one prefix, one suffix and one block size, see {@link
 * BlockKernelProvider#create}. Not thread-safe: each thread has its own.
 */
public interface BlockKernel {
  /**
   * Returns how many blocks a call hashes.
   *
   * @return 1 or more, always the same
   */
  int lanes();

  /**
   * Hashes {@link #lanes()} blocks that follow one another.
   *
   * @param content what holds the blocks; not changed
   * @param offset where the first block begins
   * @param slots receives the digests
   * @param slotOffset where the first digest goes
   * @param slotSizeBytes distance from one digest to the next; what a digest leaves of it is not
   *     touched
   * @throws IndexOutOfBoundsException if a block or a digest is not within its array
   */
  void hash(byte[] content, int offset, byte[] slots, int slotOffset, int slotSizeBytes);
}
