// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.image;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockSource;
import dev.gantry.core.CancellationToken;
import dev.gantry.core.ProgressMeter;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Copies what is not zero, for targets that read as zeros where nothing was written. */
final class SparseCopy {
  private static final int BUFFER_BYTES = 1 << 20;
  private static final int BLOCK_BYTES = 4096;
  private static final ByteBuffer ZEROS = ByteBuffer.allocate(BLOCK_BYTES).asReadOnlyBuffer();

  private final CancellationToken cancellation;
  private final ProgressMeter meter;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);

  SparseCopy(CancellationToken cancellation, ProgressMeter meter) {
    this.cancellation = cancellation;
    this.meter = meter;
  }

  void copy(BlockSource from, BlockDevice to) throws IOException {
    for (long offset = 0; offset < from.sizeBytes(); offset += BUFFER_BYTES) {
      cancellation.throwIfCancelled();
      int length = (int) Math.min(BUFFER_BYTES, from.sizeBytes() - offset);
      from.readFully(offset, buffer.clear().limit(length));
      writeRuns(offset, length, to);
      meter.advance(length);
    }
  }

  /** Writes neighbouring blocks in one call. */
  private void writeRuns(long offset, int length, BlockDevice to) throws IOException {
    int start = 0;
    for (int position = 0; position < length; position += BLOCK_BYTES) {
      int end = Math.min(length, position + BLOCK_BYTES);
      if (buffer.slice(position, end - position).equals(ZEROS.slice(0, end - position))) {
        write(offset, start, position, to);
        start = end;
      }
    }
    write(offset, start, length, to);
  }

  private void write(long offset, int start, int end, BlockDevice to) throws IOException {
    if (end > start) {
      to.writeFully(offset + start, buffer.slice(start, end - start));
    }
  }
}
