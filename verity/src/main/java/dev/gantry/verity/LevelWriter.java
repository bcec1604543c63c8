// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import dev.gantry.core.BlockDevice;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Writes digests of a level's blocks where they belong in the level above. Thread-safe. */
final class LevelWriter {
  private static final int ZERO_BYTES = 64 * 1024;

  private final TreeGeometry geometry;
  private final BlockDevice hash;
  private final int level;

  /** A writer for the slots of {@code level}, 1 or more. */
  LevelWriter(TreeGeometry geometry, BlockDevice hash, int level) {
    this.geometry = geometry;
    this.hash = hash;
    this.level = level;
  }

  /** Writes {@code count} slots from that of block {@code first} of the level below on. */
  void write(long first, int count, ByteBuffer slots) throws IOException {
    if (geometry.isDense()) {
      hash.writeFully(
          geometry.slotOffset(level, first), slots.clear().limit(count * geometry.slotSize()));
      return;
    }
    for (int done = 0; done < count; ) {
      long index = first + done;
      int slot = geometry.slotInBlock(index) / geometry.slotSize();
      int run = Math.min(count - done, geometry.fanOut() - slot);
      long offset = geometry.slotOffset(level, index);
      slots.clear().position(done * geometry.slotSize());
      hash.writeFully(offset, slots.limit((done + run) * geometry.slotSize()));
      if (slot + run == geometry.fanOut()) {
        int used = geometry.fanOut() * geometry.slotSize();
        writeZeros(
            offset + (long) run * geometry.slotSize(), (long) geometry.hashBlockSize() - used);
      }
      done += run;
    }
  }

  /** Writes the zeros behind the last slot of the level. */
  void finish() throws IOException {
    long below = geometry.blocks(level - 1);
    if ((below & (geometry.fanOut() - 1)) != 0) {
      long end = geometry.slotOffset(level, below - 1) + geometry.slotSize();
      writeZeros(end, geometry.offset(level, geometry.blocks(level)) - end);
    }
  }

  private void writeZeros(long offset, long length) throws IOException {
    ByteBuffer zeros = ByteBuffer.allocate((int) Math.min(ZERO_BYTES, length));
    for (long done = 0; done < length; ) {
      int count = (int) Math.min(ZERO_BYTES, length - done);
      hash.writeFully(offset + done, zeros.clear().limit(count));
      done += count;
    }
  }
}
