// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import dev.gantry.core.Bytes;
import java.util.Objects;

/**
 * All that a kernel must know of a data device and its tree, but for the root hash: how blocks are
 * hashed, how many there are, and where the tree is.
 *
 * <p>It comes from {@linkplain #of(VeritySuperblock) a superblock}, {@linkplain
 * VerityParameters#layout parameters} or {@linkplain VerityTable#layout a table line}. Immutable
 * and thread-safe; two are equal if all of it is.
 */
public final class VerityLayout {
  private final TreeGeometry geometry;

  VerityLayout(TreeGeometry geometry) {
    this.geometry = geometry;
  }

  /**
   * Takes the layout of a superblock at the beginning of the hash device.
   *
   * @param superblock the superblock
   * @return the layout
   */
  public static VerityLayout of(VeritySuperblock superblock) {
    return new VerityLayout(TreeGeometry.of(superblock, 0));
  }

  /**
   * Takes the layout of a superblock that is not at the beginning of the hash device.
   *
   * @param superblock the superblock
   * @param hashOffsetBytes where it is, a multiple of 512
   * @return the layout
   * @throws IllegalArgumentException if the offset is no such number, or more than 2^61
   */
  public static VerityLayout of(VeritySuperblock superblock, long hashOffsetBytes) {
    VerityParameters.checkHashOffset(hashOffsetBytes);
    return new VerityLayout(TreeGeometry.of(superblock, hashOffsetBytes));
  }

  /**
   * Returns how salt and block are hashed, and how digests are placed.
   *
   * @return {@link VeritySuperblock#HASH_TYPE_NORMAL} or {@link
   *     VeritySuperblock#HASH_TYPE_CHROME_OS}
   */
  public int hashType() {
    return geometry.hashType();
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
   * Returns the size of a data block.
   *
   * @return bytes, a power of two
   */
  public int dataBlockSizeBytes() {
    return geometry.dataBlockSize();
  }

  /**
   * Returns the size of a block of the tree.
   *
   * @return bytes, a power of two
   */
  public int hashBlockSizeBytes() {
    return geometry.hashBlockSize();
  }

  /**
   * Returns how many blocks of data are covered.
   *
   * @return 1 or more
   */
  public long dataBlocks() {
    return geometry.dataBlocks();
  }

  /**
   * Returns how much of the data device is covered.
   *
   * @return bytes
   */
  public long dataBytes() {
    return geometry.dataBytes();
  }

  /**
   * Returns where the tree begins on the hash device.
   *
   * @return offset in bytes, a multiple of the hash block size
   */
  public long treeOffsetBytes() {
    return geometry.treeOffset();
  }

  /**
   * Returns the size of the tree.
   *
   * @return bytes; 0 if there is a single data block, whose digest is the root hash
   */
  public long treeBytes() {
    return geometry.endBytes() - geometry.treeOffset();
  }

  /**
   * Returns where the tree ends on the hash device.
   *
   * @return offset in bytes
   */
  public long endBytes() {
    return geometry.endBytes();
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
   * Returns how many levels the tree has.
   *
   * @return 0 if there is a single data block, at most 18
   */
  public int levels() {
    return geometry.levels();
  }

  /**
   * Returns how many blocks a level has.
   *
   * @param level 0 for the data, 1 for the leaves, {@link #levels()} for the single top block
   * @return 1 or more
   * @throws IndexOutOfBoundsException if there is no such level
   */
  public long blocks(int level) {
    Objects.checkIndex(level, levels() + 1);
    return geometry.blocks(level);
  }

  /**
   * Returns how many blocks a hash block has digests of.
   *
   * @return 2 or more
   */
  public int fanOut() {
    return geometry.fanOut();
  }

  TreeGeometry geometry() {
    return geometry;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VerityLayout layout
        && hashType() == layout.hashType()
        && algorithm().equals(layout.algorithm())
        && salt().equals(layout.salt())
        && dataBlockSizeBytes() == layout.dataBlockSizeBytes()
        && hashBlockSizeBytes() == layout.hashBlockSizeBytes()
        && dataBlocks() == layout.dataBlocks()
        && treeOffsetBytes() == layout.treeOffsetBytes();
  }

  @Override
  public int hashCode() {
    return Objects.hash(salt(), dataBlocks(), treeOffsetBytes());
  }

  /** Returns digest, number of data blocks and start of the tree. */
  @Override
  public String toString() {
    return "VerityLayout["
        + algorithm()
        + " over "
        + dataBlocks()
        + " blocks of "
        + dataBlockSizeBytes()
        + ", tree at byte "
        + treeOffsetBytes()
        + "]";
  }
}
