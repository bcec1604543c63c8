// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import dev.gantry.core.Bytes;

/**
 * The shape of a tree: how many levels, how many blocks in each, and where they are.
 *
 * <p>Level 0 is the data, level 1 the leaves of the tree, level {@link #levels()} its single top
 * block. On the device the top level comes first and the leaves last, without gaps. A hash block
 * has a slot for each of {@link #fanOut()} blocks of the level below, the largest power of two of
 * digests that fit. With hash type 1 a slot is the digest padded with zeros to a power of two; with
 * type 0 the digests are back to back. The rest of the block is zero.
 *
 * <p>Data are at most 2^63 bytes, so there are at most 2^54 blocks, and at least eight digests fit
 * in a hash block: a tree is less than 2^61 bytes, and it begins before byte 2^62. No sum here
 * overflows.
 */
final class TreeGeometry {
  private final int hashType;
  private final VerityAlgorithm algorithm;
  private final Bytes salt;
  private final int dataBlockSize;
  private final int hashBlockSize;
  private final long dataBlocks;
  private final long treeOffset;
  private final int slotSize;
  private final int fanOutLog2;
  private final int levels;
  private final long[] offsets;
  private final long end;

  TreeGeometry(
      int hashType,
      VerityAlgorithm algorithm,
      Bytes salt,
      int dataBlockSize,
      int hashBlockSize,
      long dataBlocks,
      long treeOffset) {
    this.hashType = hashType;
    this.algorithm = algorithm;
    this.salt = salt;
    this.dataBlockSize = dataBlockSize;
    this.hashBlockSize = hashBlockSize;
    this.dataBlocks = dataBlocks;
    this.treeOffset = treeOffset;
    int digestSize = algorithm.sizeBytes();
    int padded =
        Integer.bitCount(digestSize) == 1 ? digestSize : Integer.highestOneBit(digestSize) << 1;
    this.slotSize = hashType == VeritySuperblock.HASH_TYPE_CHROME_OS ? digestSize : padded;
    this.fanOutLog2 = Integer.numberOfTrailingZeros(hashBlockSize / padded);
    int count = 0;
    while (blocks(count) > 1) {
      count++;
    }
    this.levels = count;
    this.offsets = new long[levels + 1];
    long offset = treeOffset;
    for (int level = levels; level >= 1; level--) {
      offsets[level] = offset;
      offset = Math.addExact(offset, Math.multiplyExact(blocks(level), (long) hashBlockSize));
    }
    this.end = offset;
  }

  static TreeGeometry of(VeritySuperblock superblock, long hashOffset) {
    return new TreeGeometry(
        superblock.hashType(),
        superblock.algorithm(),
        superblock.salt(),
        superblock.dataBlockSizeBytes(),
        superblock.hashBlockSizeBytes(),
        superblock.dataBlocks(),
        superblock.treeOffsetBytes(hashOffset));
  }

  int hashType() {
    return hashType;
  }

  VerityAlgorithm algorithm() {
    return algorithm;
  }

  Bytes salt() {
    return salt;
  }

  long dataBlocks() {
    return dataBlocks;
  }

  long dataBytes() {
    return dataBlocks * dataBlockSize;
  }

  int dataBlockSize() {
    return dataBlockSize;
  }

  int hashBlockSize() {
    return hashBlockSize;
  }

  long treeOffset() {
    return treeOffset;
  }

  /** Where the tree ends on the hash device; with one data block it ends where it begins. */
  long endBytes() {
    return end;
  }

  /** Number of levels above the data; 0 if there is one data block, whose digest is the root. */
  int levels() {
    return levels;
  }

  int slotSize() {
    return slotSize;
  }

  /** Slots in a hash block. */
  int fanOut() {
    return 1 << fanOutLog2;
  }

  /** Number of blocks of a level. */
  long blocks(int level) {
    return index(level, dataBlocks - 1) + 1;
  }

  /** Index of the block of a level that covers a data block. */
  long index(int level, long dataBlock) {
    int shift = level * fanOutLog2;
    return shift >= Long.SIZE ? 0 : dataBlock >>> shift;
  }

  /** First data block under a block of a level. */
  long firstDataBlock(int level, long index) {
    // A shift that is too large belongs to a single block: its index is 0.
    return index << (level * fanOutLog2);
  }

  int blockSize(int level) {
    return level == 0 ? dataBlockSize : hashBlockSize;
  }

  /** Offset of a block on its device. */
  long offset(int level, long index) {
    return offsets[level] + index * blockSize(level);
  }

  /** Offset within its hash block of the slot for a block of the level below. */
  int slotInBlock(long indexBelow) {
    return (int) (indexBelow & (fanOut() - 1)) * slotSize;
  }

  /** Offset on the hash device of the slot, in a level, for a block of the level below. */
  long slotOffset(int level, long indexBelow) {
    return offset(level, indexBelow >>> fanOutLog2) + slotInBlock(indexBelow);
  }

  /** Whether the slots of a level follow each other without gaps between its blocks. */
  boolean isDense() {
    return slotSize << fanOutLog2 == hashBlockSize;
  }
}
