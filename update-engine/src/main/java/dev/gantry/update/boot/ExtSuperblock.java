// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.boot;

import dev.gantry.core.BlockSource;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.UnsupportedFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What a reader needs of the superblock of ext2, ext3 and ext4.
 *
 * <table>
 * <caption>Linux kernel documentation, "ext4 Data Structures and Algorithms", section "Super
 * Block"; 1024 bytes at byte 1024, little-endian</caption>
 * <tr><th>offset</th><th>bytes</th><th>name</th></tr>
 * <tr><td>0x00</td><td>4</td><td>s_inodes_count</td></tr>
 * <tr><td>0x04</td><td>4</td><td>s_blocks_count_lo</td></tr>
 * <tr><td>0x14</td><td>4</td><td>s_first_data_block</td></tr>
 * <tr><td>0x18</td><td>4</td><td>s_log_block_size</td></tr>
 * <tr><td>0x20</td><td>4</td><td>s_blocks_per_group</td></tr>
 * <tr><td>0x28</td><td>4</td><td>s_inodes_per_group</td></tr>
 * <tr><td>0x38</td><td>2</td><td>s_magic, 0xEF53</td></tr>
 * <tr><td>0x4C</td><td>4</td><td>s_rev_level</td></tr>
 * <tr><td>0x58</td><td>2</td><td>s_inode_size</td></tr>
 * <tr><td>0x60</td><td>4</td><td>s_feature_incompat</td></tr>
 * <tr><td>0xFE</td><td>2</td><td>s_desc_size</td></tr>
 * <tr><td>0x150</td><td>4</td><td>s_blocks_count_hi</td></tr>
 * </table>
 *
 * @param inodeCount number of inodes, also the largest inode number
 * @param blockCount number of blocks; all of them are within the source
 * @param firstDataBlock block that holds the superblock
 * @param blockSizeBytes 1024 to 65536
 * @param inodesPerGroup 1 or more
 * @param inodeSizeBytes at least 128, at most a block
 * @param descriptorSizeBytes size of a group descriptor: 32, or 64 and more with 64-bit numbers
 */
record ExtSuperblock(
    long inodeCount,
    long blockCount,
    int firstDataBlock,
    int blockSizeBytes,
    long inodesPerGroup,
    int inodeSizeBytes,
    int descriptorSizeBytes) {
  static final int OFFSET = 1024;
  static final int MAGIC_OFFSET = 0x38;
  static final int MAGIC = 0xEF53;

  private static final int SIZE_BYTES = 1024;
  private static final int MAX_LOG_BLOCK_SIZE = 6;
  private static final int OLD_INODE_SIZE = 128;
  private static final int SMALL_DESCRIPTOR = 32;
  private static final int LARGE_DESCRIPTOR = 64;

  private static final int INCOMPAT_FILETYPE = 0x2;
  private static final int INCOMPAT_EXTENTS = 0x40;
  private static final int INCOMPAT_64BIT = 0x80;
  private static final int INCOMPAT_FLEX_BG = 0x200;
  private static final int INCOMPAT_CSUM_SEED = 0x2000;
  private static final int INCOMPAT_SUPPORTED =
      INCOMPAT_FILETYPE | INCOMPAT_EXTENTS | INCOMPAT_64BIT | INCOMPAT_FLEX_BG | INCOMPAT_CSUM_SEED;

  /** Whether the large form of a group descriptor holds the upper half of block numbers. */
  boolean has64BitDescriptors() {
    return descriptorSizeBytes >= LARGE_DESCRIPTOR;
  }

  static ExtSuperblock read(BlockSource source) throws IOException {
    if (source.sizeBytes() < OFFSET + SIZE_BYTES) {
      throw bad(source, 0, "superblock", "cut off", SIZE_BYTES + " bytes");
    }
    ByteBuffer buffer = ByteBuffer.allocate(SIZE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    source.readFully(OFFSET, buffer);
    int incompat = buffer.getInt(0x60);
    if ((incompat & ~INCOMPAT_SUPPORTED) != 0) {
      throw new UnsupportedFormatException(
          source.description(),
          "s_feature_incompat",
          "0x" + Integer.toHexString(incompat),
          "0x" + Integer.toHexString(INCOMPAT_SUPPORTED));
    }
    boolean large = (incompat & INCOMPAT_64BIT) != 0;
    int blockSize = blockSize(source, buffer);
    int firstDataBlock = blockSize == OFFSET ? 1 : 0;
    if (buffer.getInt(0x14) != firstDataBlock) {
      throw bad(
          source,
          0x14,
          "s_first_data_block",
          Integer.toUnsignedString(buffer.getInt(0x14)),
          firstDataBlock + " for blocks of " + blockSize);
    }
    long blockCount = blockCount(source, buffer, large, blockSize);
    ExtSuperblock result =
        new ExtSuperblock(
            unsigned(buffer, 0x00),
            blockCount,
            firstDataBlock,
            blockSize,
            positive(source, buffer, 0x28, "s_inodes_per_group"),
            inodeSize(source, buffer, blockSize),
            descriptorSize(source, buffer, large));
    result.checkGroups(source, positive(source, buffer, 0x20, "s_blocks_per_group"));
    return result;
  }

  private static int blockSize(BlockSource source, ByteBuffer buffer)
      throws MalformedDataException {
    int log = buffer.getInt(0x18);
    if (log < 0 || log > MAX_LOG_BLOCK_SIZE) {
      throw bad(source, 0x18, "s_log_block_size", Integer.toUnsignedString(log), "0 to 6");
    }
    return OFFSET << log;
  }

  private static long blockCount(BlockSource source, ByteBuffer buffer, boolean large, int size)
      throws MalformedDataException {
    long count = unsigned(buffer, 0x04) | (large ? unsigned(buffer, 0x150) << 32 : 0);
    long available = source.sizeBytes() / size;
    if (count < 2 || count > available) {
      throw bad(
          source,
          0x04,
          "s_blocks_count",
          Long.toUnsignedString(count),
          "2 to " + available + ", the blocks that there are");
    }
    return count;
  }

  private static int inodeSize(BlockSource source, ByteBuffer buffer, int blockSize)
      throws MalformedDataException {
    if (buffer.getInt(0x4C) == 0) {
      return OLD_INODE_SIZE;
    }
    int size = Short.toUnsignedInt(buffer.getShort(0x58));
    return checkRecord(source, 0x58, "s_inode_size", size, OLD_INODE_SIZE, blockSize);
  }

  private static int descriptorSize(BlockSource source, ByteBuffer buffer, boolean large)
      throws MalformedDataException {
    if (!large) {
      return SMALL_DESCRIPTOR;
    }
    int size = Short.toUnsignedInt(buffer.getShort(0xFE));
    return checkRecord(source, 0xFE, "s_desc_size", size, LARGE_DESCRIPTOR, OFFSET);
  }

  private static int checkRecord(
      BlockSource source, int offset, String field, int size, int min, int max)
      throws MalformedDataException {
    if (size < min || size > max || Integer.bitCount(size) != 1) {
      throw bad(
          source,
          offset,
          field,
          Integer.toString(size),
          "a power of two from " + min + " to " + max);
    }
    return size;
  }

  private void checkGroups(BlockSource source, long blocksPerGroup) throws MalformedDataException {
    long groups = (blockCount - firstDataBlock + blocksPerGroup - 1) / blocksPerGroup;
    // The inodes of a group have a bitmap of one block, so that the product cannot overflow.
    if (inodesPerGroup > blockSizeBytes * 8L
        || inodeCount > groups * inodesPerGroup
        || (firstDataBlock + 1L) * blockSizeBytes + groups * descriptorSizeBytes
            > blockCount * blockSizeBytes) {
      throw bad(
          source,
          0x00,
          "s_inodes_count",
          Long.toString(inodeCount),
          "inodes and descriptors of " + groups + " groups");
    }
  }

  private static long positive(BlockSource source, ByteBuffer buffer, int offset, String field)
      throws MalformedDataException {
    long value = unsigned(buffer, offset);
    if (value == 0) {
      throw bad(source, offset, field, "0", "1 or more");
    }
    return value;
  }

  private static long unsigned(ByteBuffer buffer, int offset) {
    return Integer.toUnsignedLong(buffer.getInt(offset));
  }

  private static MalformedDataException bad(
      BlockSource source, int offset, String field, String found, String expected) {
    return new MalformedDataException(
        "EXT_SUPERBLOCK", source.description(), OFFSET + offset, field, found, expected);
  }
}
