// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.fec;

import dev.gantry.core.BlockSource;
import dev.gantry.verity.BlockFault;
import dev.gantry.verity.CorruptBlock;
import dev.gantry.verity.VerityLayout;

/**
 * Which block of data or tree a block of the message is.
 *
 * <p>Messages hold the data, then the tree with its top level first, then blocks that nothing
 * verifies. Immutable and thread-safe.
 */
final class BlockMap {
  /** The level of blocks that are neither data nor tree. */
  static final int NO_LEVEL = -1;

  private final VerityLayout verity;
  private final long coveredBlocks;

  /** For each level, the number of its first block within the message. */
  private final long[] first;

  private final long treeEnd;

  BlockMap(VerityLayout verity, FecLayout fec) {
    checkSame(verity, fec);
    this.verity = verity;
    this.coveredBlocks = fec.coveredBlocks();
    this.first = new long[verity.levels() + 1];
    long next = verity.dataBlocks();
    for (int level = verity.levels(); level >= 1; level--) {
      first[level] = next;
      next += verity.blocks(level);
    }
    this.treeEnd = next;
  }

  static void checkSame(VerityLayout verity, FecLayout fec) {
    if (fec.dataBlocks() != verity.dataBlocks()
        || fec.blockSizeBytes() != verity.dataBlockSizeBytes()
        || fec.treeOffsetBytes() != verity.treeOffsetBytes()) {
      throw new IllegalArgumentException(fec + " is not of " + verity);
    }
  }

  int levels() {
    return verity.levels();
  }

  long blocks(int level) {
    return verity.blocks(level);
  }

  /** Number of a block within the message. */
  long number(int level, long index) {
    return first[level] + index;
  }

  /** Level of a block of the message, or {@link #NO_LEVEL}. */
  int level(long number) {
    if (number < verity.dataBlocks()) {
      return CorruptBlock.DATA_LEVEL;
    }
    if (number >= treeEnd) {
      return NO_LEVEL;
    }
    int level = 1;
    while (number < first[level]) {
      level++;
    }
    return level;
  }

  /** Index within its level of a block that has one. */
  long index(long number, int level) {
    return number - first[level];
  }

  /** Offset of a covered block on its device. */
  long offset(long number) {
    int size = verity.dataBlockSizeBytes();
    return number < verity.dataBlocks()
        ? number * size
        : verity.treeOffsetBytes() + (number - verity.dataBlocks()) * size;
  }

  long coveredBlocks() {
    return coveredBlocks;
  }

  CorruptBlock corrupt(BlockSource data, BlockSource hash, int level, long index) {
    BlockSource source = level == CorruptBlock.DATA_LEVEL ? data : hash;
    return new CorruptBlock(
        source.description(),
        level,
        index,
        offset(number(level, index)),
        level == levels() ? BlockFault.ROOT_HASH_MISMATCH : BlockFault.DIGEST_MISMATCH);
  }
}
