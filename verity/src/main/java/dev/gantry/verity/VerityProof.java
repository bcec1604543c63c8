// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import dev.gantry.core.Bytes;

/**
 * Says that the first {@link #dataBytes()} of a data device and the tree of a hash device belong to
 * a root hash. Only {@link VerityVerifier} makes one, after it has seen every block.
 *
 * <p>A root hash alone does not say how much data it stands for: the top block of a tree, taken as
 * the only data block of another, has the same root. Compare {@link #dataBlocks()} with a number
 * that you trust, or verify against the table line that the kernel will get ({@link #matches}).
 *
 * <p>Immutable and thread-safe.
 */
public final class VerityProof {
  private final RootHash rootHash;
  private final TreeGeometry geometry;

  VerityProof(RootHash rootHash, TreeGeometry geometry) {
    this.rootHash = rootHash;
    this.geometry = geometry;
  }

  /**
   * Returns the root hash that everything was verified against.
   *
   * @return the root hash
   */
  public RootHash rootHash() {
    return rootHash;
  }

  /**
   * Returns what was verified, and with which tree.
   *
   * @return the layout
   */
  public VerityLayout layout() {
    return new VerityLayout(geometry);
  }

  /**
   * Returns how many blocks of data were verified.
   *
   * @return 1 or more
   */
  public long dataBlocks() {
    return geometry.dataBlocks();
  }

  /**
   * Returns how many bytes were verified, from the beginning of the data device on.
   *
   * @return {@code dataBlocks() * dataBlockSizeBytes()}
   */
  public long dataBytes() {
    return geometry.dataBytes();
  }

  /**
   * Returns the size of a data block.
   *
   * @return bytes
   */
  public int dataBlockSizeBytes() {
    return geometry.dataBlockSize();
  }

  /**
   * Returns the size of a block of the tree.
   *
   * @return bytes
   */
  public int hashBlockSizeBytes() {
    return geometry.hashBlockSize();
  }

  /**
   * Returns the hash block of the hash device at which the tree begins.
   *
   * @return a block number
   */
  public long hashStartBlock() {
    return geometry.treeOffset() / geometry.hashBlockSize();
  }

  /**
   * Returns the digest of data blocks and tree blocks.
   *
   * @return the algorithm
   */
  public VerityAlgorithm algorithm() {
    return geometry.algorithm();
  }

  /**
   * Returns the salt.
   *
   * @return 0 to 256 bytes
   */
  public Bytes salt() {
    return geometry.salt();
  }

  /**
   * Says whether a kernel that gets a table line checks exactly what was verified; the devices that
   * the line names are not looked at.
   *
   * @param table a table line
   * @return true if root hash, hash type, salt, sizes, counts and start of the tree are the same
   */
  public boolean matches(VerityTable table) {
    return rootHash.equals(table.rootHash()) && layout().equals(table.layout());
  }

  /** Returns the root hash and the number of data blocks. */
  @Override
  public String toString() {
    return "VerityProof[" + rootHash + " over " + dataBlocks() + " blocks]";
  }
}
