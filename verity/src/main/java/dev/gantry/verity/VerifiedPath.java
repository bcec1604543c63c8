// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import dev.gantry.core.BlockSource;
import dev.gantry.core.CancellationToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The hash blocks from the root down to one leaf, in memory, each verified by the one above.
 *
 * <p>A digest is only ever taken from this copy: a device that answers differently the second time
 * gains nothing. Not thread-safe: one for each worker.
 */
final class VerifiedPath {
  private static final long NONE = -1;

  private final TreeGeometry geometry;
  private final BlockSource hash;
  private final byte[] root;
  private final int digestSize;
  private final BlockHasher hasher;
  private final CancellationToken cancellation;
  private final byte[][] blocks;
  private final long[] indexes;
  private final @Nullable BlockFault[] faults;
  private final byte[] actual;

  VerifiedPath(
      TreeGeometry geometry,
      BlockSource hash,
      byte[] root,
      BlockHasher hasher,
      CancellationToken cancellation) {
    this.geometry = geometry;
    this.hash = hash;
    this.root = root;
    this.digestSize = root.length;
    this.hasher = hasher;
    this.cancellation = cancellation;
    int levels = geometry.levels();
    this.blocks = new byte[levels + 1][];
    for (int level = 1; level <= levels; level++) {
      blocks[level] = new byte[geometry.hashBlockSize()];
    }
    this.indexes = new long[levels + 1];
    Arrays.fill(indexes, NONE);
    this.faults = new BlockFault[levels + 1];
    this.actual = new byte[geometry.slotSize()];
  }

  static long memoryBytes(TreeGeometry geometry) {
    return (long) geometry.levels() * geometry.hashBlockSize();
  }

  /**
   * Moves to the leaf of a data block.
   *
   * @return the highest bad block on the way down, or null if all are good
   */
  @Nullable CorruptBlock moveTo(long dataBlock) throws IOException {
    return moveTo(1, dataBlock);
  }

  /**
   * Moves to the block of a level, 1 or more, that covers a data block.
   *
   * @return the highest bad block on the way down, or null if all are good
   */
  @Nullable CorruptBlock moveTo(int lowest, long dataBlock) throws IOException {
    for (int level = geometry.levels(); level >= lowest; level--) {
      long index = geometry.index(level, dataBlock);
      if (indexes[level] != index) {
        cancellation.throwIfCancelled();
        // Not a verified block again before the check below is through, whatever is thrown.
        indexes[level] = NONE;
        faults[level] = load(level, index);
        indexes[level] = index;
      }
      BlockFault fault = faults[level];
      if (fault != null) {
        return new CorruptBlock(
            hash.description(), level, index, geometry.offset(level, index), fault);
      }
    }
    return null;
  }

  /** The current block of a level, 1 or more; the array changes with the next move. */
  byte[] block(int level) {
    return blocks[level];
  }

  /** The root hash. */
  byte[] root() {
    return root;
  }

  /** The fault of a data block below the current leaf, given its digest; null if it is good. */
  @Nullable BlockFault compare(long dataBlock, byte[] digests, int offset) {
    return compare(CorruptBlock.DATA_LEVEL, dataBlock, digests, offset);
  }

  private @Nullable BlockFault load(int level, long index) throws IOException {
    byte[] block = blocks[level];
    hash.readFully(geometry.offset(level, index), ByteBuffer.wrap(block));
    hasher.hash(block, 0, block.length, actual, 0);
    BlockFault fault = compare(level, index, actual, 0);
    if (fault != null) {
      return fault;
    }
    long below = geometry.blocks(level - 1) - index * geometry.fanOut();
    return isSpareZero(block, (int) Math.min(geometry.fanOut(), below))
        ? null
        : BlockFault.SPARE_AREA_NOT_ZERO;
  }

  private @Nullable BlockFault compare(int level, long index, byte[] digests, int offset) {
    if (level == geometry.levels()) {
      return Arrays.equals(root, 0, digestSize, digests, offset, offset + digestSize)
          ? null
          : BlockFault.ROOT_HASH_MISMATCH;
    }
    int slot = geometry.slotInBlock(index);
    return Arrays.equals(
            blocks[level + 1], slot, slot + digestSize, digests, offset, offset + digestSize)
        ? null
        : BlockFault.DIGEST_MISMATCH;
  }

  private boolean isSpareZero(byte[] block, int usedSlots) {
    int slotSize = geometry.slotSize();
    if (slotSize > digestSize) {
      for (int slot = 0; slot < usedSlots; slot++) {
        if (!isZero(block, slot * slotSize + digestSize, (slot + 1) * slotSize)) {
          return false;
        }
      }
    }
    return isZero(block, usedSlots * slotSize, block.length);
  }

  private static boolean isZero(byte[] block, int from, int to) {
    for (int i = from; i < to; i++) {
      if (block[i] != 0) {
        return false;
      }
    }
    return true;
  }
}
