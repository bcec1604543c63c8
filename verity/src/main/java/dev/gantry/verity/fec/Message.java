// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.fec;

import dev.gantry.core.BlockSource;
import dev.gantry.core.LengthMismatchException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes that parity covers: data, then hash device, then zeros. Thread-safe. */
final class Message {
  private final BlockSource data;
  private final BlockSource hash;
  private final long dataBytes;
  private final long coveredBytes;
  private final long treeOffset;

  Message(BlockSource data, BlockSource hash, FecLayout layout) throws LengthMismatchException {
    this.data = data;
    this.hash = hash;
    this.dataBytes = layout.dataBlocks() * layout.blockSizeBytes();
    this.coveredBytes = layout.coveredBlocks() * layout.blockSizeBytes();
    this.treeOffset = layout.treeOffsetBytes();
    checkSize("data device " + data.description(), dataBytes, data.sizeBytes());
    long hashEnd = treeOffset + coveredBytes - dataBytes;
    checkSize("hash device " + hash.description(), hashEnd, hash.sizeBytes());
  }

  static void checkSize(String what, long needed, long found) throws LengthMismatchException {
    if (found < needed) {
      throw new LengthMismatchException(what, needed, found);
    }
  }

  long coveredBytes() {
    return coveredBytes;
  }

  /** Fills a buffer from an offset on; returns how many bytes of it were not behind the end. */
  int read(long offset, ByteBuffer target) throws IOException {
    int limit = target.limit();
    int start = target.position();
    long at = offset;
    if (at < dataBytes && start < limit) {
      target.limit(start + (int) Math.min(limit - start, dataBytes - at));
      data.readFully(at, target);
      at = offset + target.position() - start;
    }
    if (at >= dataBytes && at < coveredBytes && target.position() < limit) {
      target.limit(
          target.position() + (int) Math.min(limit - target.position(), coveredBytes - at));
      hash.readFully(at - dataBytes + treeOffset, target);
    }
    int covered = target.position() - start;
    target.limit(limit);
    while (target.remaining() >= Long.BYTES) {
      target.putLong(0);
    }
    while (target.hasRemaining()) {
      target.put((byte) 0);
    }
    return covered;
  }
}
