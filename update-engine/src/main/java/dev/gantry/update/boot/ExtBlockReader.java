// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.boot;

import dev.gantry.core.BlockSource;
import dev.gantry.core.MalformedDataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads whole blocks by number; every number from the disk comes through here. */
final class ExtBlockReader {
  private final BlockSource source;
  private final ExtSuperblock superblock;

  ExtBlockReader(BlockSource source, ExtSuperblock superblock) {
    this.source = source;
    this.superblock = superblock;
  }

  int blockSizeBytes() {
    return superblock.blockSizeBytes();
  }

  ByteBuffer read(long block, String field) throws IOException {
    return read(block, 0, superblock.blockSizeBytes(), field);
  }

  /** Reads part of a block; nothing read may cross the end of the file system. */
  ByteBuffer read(long block, long offsetInside, int length, String field) throws IOException {
    long size = superblock.blockSizeBytes();
    // Block 0 holds the superblock, alone or with more, so that no block of a file is there.
    if (block < 1
        || block >= superblock.blockCount()
        || offsetInside < 0
        || offsetInside > (superblock.blockCount() - block) * size - length) {
      throw new MalformedDataException(
          "EXT_BLOCK_NUMBER",
          source.description(),
          MalformedDataException.UNKNOWN_OFFSET,
          field,
          Long.toUnsignedString(block),
          "a block below " + superblock.blockCount());
    }
    ByteBuffer buffer = ByteBuffer.allocate(length);
    source.readFully(block * size + offsetInside, buffer);
    return buffer.flip().order(ByteOrder.LITTLE_ENDIAN);
  }

  MalformedDataException malformed(String code, String field, String found, String expected) {
    return new MalformedDataException(
        code, source.description(), MalformedDataException.UNKNOWN_OFFSET, field, found, expected);
  }
}
