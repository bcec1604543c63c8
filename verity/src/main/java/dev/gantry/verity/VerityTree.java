// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

/**
 * What {@link VerityFormatter} made.
 *
 * <p>Immutable and thread-safe.
 */
public final class VerityTree {
  private final VeritySuperblock superblock;
  private final RootHash rootHash;
  private final VerityLayout layout;
  private final long uncoveredDataBytes;

  VerityTree(
      VeritySuperblock superblock,
      VerityLayout layout,
      RootHash rootHash,
      long uncoveredDataBytes) {
    this.superblock = superblock;
    this.layout = layout;
    this.rootHash = rootHash;
    this.uncoveredDataBytes = uncoveredDataBytes;
  }

  /**
   * Returns the digest that stands for all the data.
   *
   * @return the root hash
   */
  public RootHash rootHash() {
    return rootHash;
  }

  /**
   * Returns the superblock that was written, or would have been if there were to be one.
   *
   * @return the superblock
   */
  public VeritySuperblock superblock() {
    return superblock;
  }

  /**
   * Returns what a kernel must know besides the root hash.
   *
   * @return the layout
   */
  public VerityLayout layout() {
    return layout;
  }

  /**
   * Returns how many blocks of data are covered.
   *
   * @return 1 or more
   */
  public long dataBlocks() {
    return superblock.dataBlocks();
  }

  /**
   * Returns how large the hash device must be: where the tree ends.
   *
   * @return bytes
   */
  public long hashAreaBytes() {
    return layout.endBytes();
  }

  /**
   * Returns how much of the end of the data device is not covered, since it is less than a block.
   *
   * @return bytes, less than a data block; 0 for any sane image, and if a number of blocks was
   *     asked for
   */
  public long uncoveredDataBytes() {
    return uncoveredDataBytes;
  }

  /** Returns the root hash and the number of data blocks. */
  @Override
  public String toString() {
    return "VerityTree[" + rootHash + " over " + dataBlocks() + " blocks]";
  }
}
