// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.boot;

import dev.gantry.core.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What a reader needs of an inode.
 *
 * <table>
 * <caption>Linux kernel documentation, "ext4 Data Structures and Algorithms", section "Index
 * Nodes"; little-endian</caption>
 * <tr><th>offset</th><th>bytes</th><th>name</th></tr>
 * <tr><td>0x00</td><td>2</td><td>i_mode</td></tr>
 * <tr><td>0x04</td><td>4</td><td>i_size_lo</td></tr>
 * <tr><td>0x20</td><td>4</td><td>i_flags</td></tr>
 * <tr><td>0x28</td><td>60</td><td>i_block</td></tr>
 * <tr><td>0x6C</td><td>4</td><td>i_size_high, of regular files only</td></tr>
 * </table>
 *
 * @param number number of the inode, from 1 on
 * @param mode type and permissions
 * @param sizeBytes size of the content; negative if the disk says so
 * @param flags see the constants
 * @param block pointers to blocks, or the root of the extent tree
 */
record ExtInode(long number, int mode, long sizeBytes, int flags, Bytes block) {
  static final int MIN_SIZE_BYTES = 128;
  static final long ROOT = 2;

  private static final int BLOCK_OFFSET = 0x28;
  private static final int BLOCK_BYTES = 60;

  private static final int TYPE_MASK = 0xF000;
  private static final int TYPE_DIRECTORY = 0x4000;
  private static final int TYPE_REGULAR = 0x8000;

  private static final int FLAG_COMPRESSED = 0x4;
  private static final int FLAG_ENCRYPTED = 0x800;
  private static final int FLAG_EXTENTS = 0x80000;
  private static final int FLAG_INLINE_DATA = 0x10000000;

  static ExtInode decode(long number, ByteBuffer buffer) {
    ByteBuffer view = buffer.slice(0, MIN_SIZE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    int mode = Short.toUnsignedInt(view.getShort(0x00));
    long size = Integer.toUnsignedLong(view.getInt(0x04));
    if ((mode & TYPE_MASK) == TYPE_REGULAR) {
      size |= (long) view.getInt(0x6C) << 32;
    }
    Bytes block = Bytes.copyOf(view.slice(BLOCK_OFFSET, BLOCK_BYTES));
    return new ExtInode(number, mode, size, view.getInt(0x20), block);
  }

  boolean isDirectory() {
    return (mode & TYPE_MASK) == TYPE_DIRECTORY;
  }

  boolean isRegular() {
    return (mode & TYPE_MASK) == TYPE_REGULAR;
  }

  boolean hasExtents() {
    return (flags & FLAG_EXTENTS) != 0;
  }

  /** Whether the blocks do not hold the plain content. */
  boolean hasCodedContent() {
    return (flags & (FLAG_COMPRESSED | FLAG_ENCRYPTED | FLAG_INLINE_DATA)) != 0;
  }
}
