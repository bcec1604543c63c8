// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.xxhash.StreamingXXHash32;
import net.jpountz.xxhash.XXHashFactory;

/** Encodes one frame; blocks are compressed side by side and written in order. */
final class Lz4FrameEncoder {
  static final int BLOCK_BYTES = 4 << 20;

  private static final int UNCOMPRESSED = 0x80000000;

  private final StreamingXXHash32 contentHash = XXHashFactory.safeInstance().newStreamingHash32(0);
  private final Deque<CompletableFuture<byte[]>> pending = new ArrayDeque<>();
  private final InputStream raw;
  private final OutputStream frame;
  private final Lz4EncodeOptions options;
  private final LZ4Compressor compressor;
  private long rawBytes;
  private long frameBytes;

  Lz4FrameEncoder(InputStream raw, OutputStream frame, Lz4EncodeOptions options) {
    this.raw = raw;
    this.frame = frame;
    this.options = options;
    this.compressor = options.effort().compressor();
  }

  FrameSizes encode() throws IOException {
    write(Lz4FrameHeader.encodeDefault());
    try {
      for (byte[] block = raw.readNBytes(BLOCK_BYTES);
          block.length > 0;
          block = raw.readNBytes(BLOCK_BYTES)) {
        options.cancellation().throwIfCancelled();
        submit(block);
      }
      while (!pending.isEmpty()) {
        writeOldest();
      }
    } finally {
      pending.forEach(future -> future.cancel(false));
    }
    ByteBuffer end = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    write(end.putInt(0).putInt(contentHash.getValue()).array());
    return new FrameSizes(rawBytes, frameBytes);
  }

  private void submit(byte[] block) throws IOException {
    rawBytes += block.length;
    contentHash.update(block, 0, block.length);
    pending.add(CompletableFuture.supplyAsync(() -> compress(block), options.executor()));
    if (pending.size() >= options.parallelism()) {
      writeOldest();
    }
  }

  /** Returns a block with its size before it. */
  private byte[] compress(byte[] block) {
    byte[] target = new byte[Integer.BYTES + compressor.maxCompressedLength(block.length)];
    int size = compressor.compress(block, 0, block.length, target, Integer.BYTES);
    int sizeField = size;
    if (size >= block.length) {
      size = block.length;
      sizeField = size | UNCOMPRESSED;
      System.arraycopy(block, 0, target, Integer.BYTES, size);
    }
    ByteBuffer.wrap(target).order(ByteOrder.LITTLE_ENDIAN).putInt(sizeField);
    return Arrays.copyOf(target, Integer.BYTES + size);
  }

  private void writeOldest() throws IOException {
    byte[] block;
    try {
      block = pending.remove().join();
    } catch (CompletionException e) {
      throw new IllegalStateException("the executor lost a block", e.getCause());
    }
    write(block);
  }

  private void write(byte[] bytes) throws IOException {
    frame.write(bytes);
    frameBytes += bytes.length;
  }
}
