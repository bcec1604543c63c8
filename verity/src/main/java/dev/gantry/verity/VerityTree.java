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
  private final long uncoveredDataBytes;

  VerityTree(VeritySuperblock superblock, RootHash rootHash, long uncoveredDataBytes) {
    this.superblock = superblock;
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
   * Returns the superblock that was written.
   *
   * @return the superblock
   */
  public VeritySuperblock superblock() {
    return superblock;
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
   * Returns how much of the hash device is used: superblock, gap and tree.
   *
   * @return bytes
   */
  public long hashAreaBytes() {
    return superblock.hashAreaBytes();
  }

  /**
   * Returns how much of the end of the data device is not covered, since it is less than a block.
   *
   * @return bytes, less than a data block; 0 for any sane image
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
