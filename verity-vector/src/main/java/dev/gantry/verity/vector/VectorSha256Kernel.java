// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.vector;

import dev.gantry.verity.spi.BlockKernel;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Hashes sixteen blocks at once, each with the same prefix and suffix.
 *
 * <p>Chunks that lie within the blocks are taken from where the caller has them; only those with
 * part of prefix, suffix or padding are put together in a copy.
 */
final class VectorSha256Kernel implements BlockKernel {
  private static final int LANES = VectorSha256.LANES;
  private static final int CHUNK = VectorSha256.CHUNK_BYTES;
  private static final int DIGEST_BYTES = 32;

  /** The bit that ends a message and its length in bits, FIPS 180-4 section 5.1.1. */
  private static final int END_BIT = 0x80;

  private static final int MIN_PADDING_BYTES = 1 + Long.BYTES;
  private static final VarHandle BIG_ENDIAN_INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle BIG_ENDIAN_LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final int prefixSize;
  private final int blockSize;
  private final int chunks;

  /** The chunks from this one to before {@link #innerEnd} hold nothing but content. */
  private final int innerBegin;

  private final int innerEnd;

  /** The outer chunks of a message, with nothing where the content goes. */
  private final byte[] frame;

  private final byte[] copies = new byte[LANES * CHUNK];
  private final int[] rows = new int[LANES * VectorSha256.CHUNK_WORDS];
  private final int[] words = new int[LANES * VectorSha256.CHUNK_WORDS];
  private final int[] state = new int[LANES * VectorSha256.STATE_WORDS];
  private final int[] saved = new int[state.length];

  VectorSha256Kernel(byte[] prefix, byte[] suffix, int blockSize) {
    int messageSize = prefix.length + blockSize + suffix.length;
    this.prefixSize = prefix.length;
    this.blockSize = blockSize;
    this.chunks = (messageSize + MIN_PADDING_BYTES + CHUNK - 1) / CHUNK;
    this.innerBegin = (prefix.length + CHUNK - 1) / CHUNK;
    this.innerEnd = Math.max(innerBegin, (prefix.length + blockSize) / CHUNK);
    this.frame = new byte[(innerBegin + chunks - innerEnd) * CHUNK];
    System.arraycopy(prefix, 0, frame, 0, prefix.length);
    int cut = (innerEnd - innerBegin) * CHUNK;
    System.arraycopy(suffix, 0, frame, prefix.length + blockSize - cut, suffix.length);
    frame[messageSize - cut] = (byte) END_BIT;
    BIG_ENDIAN_LONG.set(frame, frame.length - Long.BYTES, (long) messageSize * Byte.SIZE);
  }

  @Override
  public int lanes() {
    return LANES;
  }

  @Override
  public void hash(byte[] content, int offset, byte[] slots, int slotOffset, int slotSizeBytes) {
    Objects.checkFromIndexSize(offset, LANES * blockSize, content.length);
    Objects.checkFromIndexSize(
        slotOffset, (LANES - 1) * slotSizeBytes + DIGEST_BYTES, slots.length);
    VectorSha256.begin(state);
    for (int chunk = 0; chunk < innerBegin; chunk++) {
      compressOuter(content, offset, chunk, chunk);
    }
    for (int chunk = innerBegin; chunk < innerEnd; chunk++) {
      compress(content, offset + chunk * CHUNK - prefixSize, blockSize);
    }
    for (int chunk = innerEnd; chunk < chunks; chunk++) {
      compressOuter(content, offset, chunk, chunk - innerEnd + innerBegin);
    }
    for (int lane = 0; lane < LANES; lane++) {
      int at = slotOffset + lane * slotSizeBytes;
      for (int i = 0; i < VectorSha256.STATE_WORDS; i++) {
        BIG_ENDIAN_INT.set(slots, at + i * Integer.BYTES, state[i * LANES + lane]);
      }
    }
  }

  private void compressOuter(byte[] content, int offset, int chunk, int frameChunk) {
    int start = chunk * CHUNK - prefixSize;
    int from = Math.max(0, start);
    int length = Math.min(blockSize, start + CHUNK) - from;
    for (int lane = 0; lane < LANES; lane++) {
      System.arraycopy(frame, frameChunk * CHUNK, copies, lane * CHUNK, CHUNK);
      if (length > 0) {
        System.arraycopy(
            content, offset + lane * blockSize + from, copies, lane * CHUNK + from - start, length);
      }
    }
    compress(copies, 0, CHUNK);
  }

  private void compress(byte[] content, int offset, int stride) {
    VectorTranspose.rows(content, offset, stride, rows);
    VectorTranspose.columns(rows, words);
    VectorSha256.compress(state, words, saved);
  }
}
