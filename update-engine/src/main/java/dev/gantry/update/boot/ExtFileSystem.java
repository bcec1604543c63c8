// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.boot;

import dev.gantry.core.BlockSource;
import dev.gantry.core.Bytes;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.UnsupportedFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads ext2, ext3 and ext4 as a boot loader does: no journal, no checksums, directories scanned
 * from start to end (an index in a directory looks like unused entries to such a scan).
 */
final class ExtFileSystem extends BootFileSystem {
  private static final int MAX_DIRECTORY_BYTES = 4 << 20;
  private static final int DIRECTORY_HEADER_BYTES = 8;
  private static final int LARGEST_RECORD_BYTES = 65536;

  private final BlockSource source;
  private final ExtSuperblock superblock;
  private final ExtBlockReader blocks;
  private final ExtBlockMap map;

  ExtFileSystem(BlockSource source, ExtSuperblock superblock) {
    this.source = source;
    this.superblock = superblock;
    this.blocks = new ExtBlockReader(source, superblock);
    this.map = new ExtBlockMap(blocks);
  }

  @Override
  OptionalLong sizeBytes(List<String> path) throws IOException {
    Optional<ExtInode> inode = find(path);
    return inode.isEmpty() ? OptionalLong.empty() : OptionalLong.of(inode.get().sizeBytes());
  }

  @Override
  Optional<Bytes> read(List<String> path, int maxBytes) throws IOException {
    Optional<ExtInode> inode = find(path);
    return inode.isEmpty()
        ? Optional.empty()
        : Optional.of(Bytes.copyOf(content(inode.get(), String.join("/", path), maxBytes)));
  }

  private Optional<ExtInode> find(List<String> path) throws IOException {
    ExtInode inode = inode(ExtInode.ROOT);
    for (Iterator<String> names = path.iterator(); names.hasNext(); ) {
      if (!inode.isDirectory()) {
        return Optional.empty();
      }
      long number = lookUp(inode, names.next().getBytes(StandardCharsets.UTF_8));
      if (number == 0) {
        return Optional.empty();
      }
      inode = inode(number);
      boolean fits = inode.isRegular() || (names.hasNext() && inode.isDirectory());
      if (!fits || inode.hasCodedContent()) {
        throw new UnsupportedFormatException(
            source.description(),
            "file on the way to /" + String.join("/", path),
            "mode 0"
                + Integer.toOctalString(inode.mode())
                + ", flags 0x"
                + Integer.toHexString(inode.flags()),
            "a regular file or directory with its content in blocks");
      }
    }
    return Optional.of(inode);
  }

  private ExtInode inode(long number) throws IOException {
    if (number < 1 || number > superblock.inodeCount()) {
      throw blocks.malformed(
          "EXT_INODE_NUMBER", "inode", Long.toString(number), "1 to " + superblock.inodeCount());
    }
    long group = (number - 1) / superblock.inodesPerGroup();
    long index = (number - 1) % superblock.inodesPerGroup();
    ByteBuffer descriptor =
        blocks.read(
            superblock.firstDataBlock() + 1L,
            group * superblock.descriptorSizeBytes(),
            superblock.descriptorSizeBytes(),
            "group descriptor table");
    long table = Integer.toUnsignedLong(descriptor.getInt(0x08));
    if (superblock.has64BitDescriptors()) {
      table |= Integer.toUnsignedLong(descriptor.getInt(0x28)) << 32;
    }
    ByteBuffer content =
        blocks.read(
            table, index * superblock.inodeSizeBytes(), ExtInode.MIN_SIZE_BYTES, "bg_inode_table");
    return ExtInode.decode(number, content);
  }

  private ByteBuffer content(ExtInode inode, String name, int maxBytes) throws IOException {
    if (inode.sizeBytes() < 0) {
      throw blocks.malformed(
          "EXT_FILE_SIZE", "i_size", Long.toString(inode.sizeBytes()), "0 or more");
    }
    LimitExceededException.check("size of " + name + " in bytes", maxBytes, inode.sizeBytes());
    ByteBuffer content = ByteBuffer.allocate((int) inode.sizeBytes());
    for (long logical = 0; content.hasRemaining(); logical++) {
      int length = Math.min(content.remaining(), superblock.blockSizeBytes());
      long block = map.find(inode, logical);
      if (block == ExtBlockMap.HOLE) {
        content.position(content.position() + length);
      } else {
        content.put(blocks.read(block, 0, length, "block of " + name));
      }
    }
    return content.flip().order(java.nio.ByteOrder.LITTLE_ENDIAN);
  }

  /** Returns the inode number that a directory has for a name, or 0. */
  private long lookUp(ExtInode directory, byte[] name) throws IOException {
    ByteBuffer entries = content(directory, "a directory", MAX_DIRECTORY_BYTES);
    ByteBuffer wanted = ByteBuffer.wrap(name);
    int blockSize = superblock.blockSizeBytes();
    for (int position = 0; position < entries.limit(); ) {
      int room = Math.min(blockSize - position % blockSize, entries.limit() - position);
      int record = recordBytes(entries, position, room);
      int nameBytes = Byte.toUnsignedInt(entries.get(position + 6));
      if (nameBytes > record - DIRECTORY_HEADER_BYTES) {
        throw blocks.malformed(
            "EXT_DIRECTORY", "name_len", Integer.toString(nameBytes), "a name in its entry");
      }
      long inode = Integer.toUnsignedLong(entries.getInt(position));
      if (inode != 0
          && entries.slice(position + DIRECTORY_HEADER_BYTES, nameBytes).equals(wanted)) {
        return inode;
      }
      position += record;
    }
    return 0;
  }

  private int recordBytes(ByteBuffer entries, int position, int room) throws IOException {
    int record =
        room < DIRECTORY_HEADER_BYTES ? 0 : Short.toUnsignedInt(entries.getShort(position + 4));
    if (superblock.blockSizeBytes() == LARGEST_RECORD_BYTES && (record == 0 || record == 65535)) {
      record = LARGEST_RECORD_BYTES;
    }
    if (record < DIRECTORY_HEADER_BYTES || record > room || record % 4 != 0) {
      throw blocks.malformed(
          "EXT_DIRECTORY",
          "rec_len",
          Integer.toString(record),
          "a multiple of 4 from 8 to " + room);
    }
    return record;
  }
}
