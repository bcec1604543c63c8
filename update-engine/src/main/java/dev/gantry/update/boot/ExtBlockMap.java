// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.boot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Finds the block of the disk that holds a block of a file, in either of the two forms that an
 * inode may have.
 *
 * <p>Source: Linux kernel documentation, "ext4 Data Structures and Algorithms", section "The
 * Contents of inode.i_block".
 */
final class ExtBlockMap {
  /** Stands for a block that is not on the disk and reads as zeros. */
  static final long HOLE = 0;

  private static final int DIRECT = 12;
  private static final int INDIRECTIONS = 3;
  private static final int EXTENT_MAGIC = 0xF30A;
  private static final int EXTENT_ENTRY_BYTES = 12;
  private static final int MAX_EXTENT_DEPTH = 5;
  private static final int MAX_WRITTEN_EXTENT = 32768;

  private final ExtBlockReader blocks;

  ExtBlockMap(ExtBlockReader blocks) {
    this.blocks = blocks;
  }

  long find(ExtInode inode, long logical) throws IOException {
    ByteBuffer root = inode.block().asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    return inode.hasExtents() ? findExtent(root, logical) : findIndirect(root, logical);
  }

  private long findIndirect(ByteBuffer root, long logical) throws IOException {
    if (logical < DIRECT) {
      return unsigned(root, (int) logical * Integer.BYTES);
    }
    long perBlock = blocks.blockSizeBytes() / Integer.BYTES;
    long rest = logical - DIRECT;
    long span = 1;
    for (int level = 0; level < INDIRECTIONS; level++) {
      span *= perBlock;
      if (rest < span) {
        return walk(unsigned(root, (DIRECT + level) * Integer.BYTES), rest, span / perBlock);
      }
      rest -= span;
    }
    throw blocks.malformed(
        "EXT_FILE_SIZE", "block of a file", Long.toString(logical), "a block that i_block reaches");
  }

  private long walk(long start, long index, long startSpan) throws IOException {
    long block = start;
    long rest = index;
    for (long span = startSpan; span > 0 && block != HOLE; ) {
      ByteBuffer pointers = blocks.read(block, "indirect block");
      block = unsigned(pointers, (int) (rest / span) * Integer.BYTES);
      rest %= span;
      span = span == 1 ? 0 : span / (blocks.blockSizeBytes() / Integer.BYTES);
    }
    return block;
  }

  private long findExtent(ByteBuffer root, long logical) throws IOException {
    ByteBuffer node = root;
    int depth = checkNode(node, MAX_EXTENT_DEPTH);
    while (depth > 0) {
      long child = childOf(node, logical);
      if (child == HOLE) {
        return HOLE;
      }
      node = blocks.read(child, "extent tree node");
      int childDepth = checkNode(node, depth - 1);
      if (childDepth != depth - 1) {
        throw blocks.malformed(
            "EXT_EXTENT", "eh_depth", Integer.toString(childDepth), Integer.toString(depth - 1));
      }
      depth = childDepth;
    }
    return leafBlock(node, logical);
  }

  private int checkNode(ByteBuffer node, int maxDepth) throws IOException {
    int magic = Short.toUnsignedInt(node.getShort(0));
    int entries = Short.toUnsignedInt(node.getShort(2));
    int depth = Short.toUnsignedInt(node.getShort(6));
    int room = node.limit() / EXTENT_ENTRY_BYTES - 1;
    if (magic != EXTENT_MAGIC || entries > room || depth > maxDepth) {
      throw blocks.malformed(
          "EXT_EXTENT",
          "extent header",
          "magic 0x" + Integer.toHexString(magic) + ", " + entries + " entries, depth " + depth,
          "magic 0xf30a, at most " + room + " entries, depth at most " + maxDepth);
    }
    return depth;
  }

  private static long childOf(ByteBuffer node, long logical) {
    long child = HOLE;
    for (int i = 1; i <= Short.toUnsignedInt(node.getShort(2)); i++) {
      int entry = i * EXTENT_ENTRY_BYTES;
      if (unsigned(node, entry) > logical) {
        break;
      }
      child = unsigned(node, entry + 4) | Short.toUnsignedLong(node.getShort(entry + 8)) << 32;
    }
    return child;
  }

  private static long leafBlock(ByteBuffer node, long logical) {
    for (int i = 1; i <= Short.toUnsignedInt(node.getShort(2)); i++) {
      int entry = i * EXTENT_ENTRY_BYTES;
      long first = unsigned(node, entry);
      int length = Short.toUnsignedInt(node.getShort(entry + 4));
      // A longer extent is one that was reserved but never written: it reads as zeros.
      boolean written = length <= MAX_WRITTEN_EXTENT;
      int span = written ? length : length - MAX_WRITTEN_EXTENT;
      if (first <= logical && logical < first + span) {
        long start =
            unsigned(node, entry + 8) | Short.toUnsignedLong(node.getShort(entry + 6)) << 32;
        return written ? start + (logical - first) : HOLE;
      }
    }
    return HOLE;
  }

  private static long unsigned(ByteBuffer buffer, int offset) {
    return Integer.toUnsignedLong(buffer.getInt(offset));
  }
}
