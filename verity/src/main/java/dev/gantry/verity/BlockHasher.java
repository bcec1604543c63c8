// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import dev.gantry.core.BlockSource;
import dev.gantry.core.CancellationToken;
import dev.gantry.verity.spi.BlockKernel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Hashes runs of blocks into an array of slots, the fastest way that this process knows; nothing is
 * allocated for a block. Not thread-safe: one for each worker.
 */
final class BlockHasher {
  /** Read size: large enough to make calls cheap, small enough for the second-level cache. */
  static final int BUFFER_BYTES = 128 * 1024;

  /** Batches of less are too short to time. */
  private static final int TIMED_BYTES = 32 * 1024;

  /** What a digest adds to a message at least: a bit and a length. */
  private static final int PADDING_BYTES = 9;

  /** One batch of so many, hashed by a kernel, has one of its blocks hashed by the JDK as well. */
  private static final int CHECK_EVERY = 256;

  private static final byte[] NONE = {};

  private final VerityAlgorithm algorithm;
  private final byte[] prefix;
  private final byte[] suffix;
  private final int slotSize;
  private final CancellationToken cancellation;
  private final JcaBlocks jdk;
  private final Acceleration acceleration;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final ByteBuffer view = ByteBuffer.wrap(buffer);

  private @Nullable BlockKernel kernel;
  private int kernelBlockSize;
  private long kernelBatches;

  BlockHasher(TreeGeometry geometry, CancellationToken cancellation) {
    this.algorithm = geometry.algorithm();
    byte[] salt = geometry.salt().toByteArray();
    boolean saltFirst = geometry.hashType() == VeritySuperblock.HASH_TYPE_NORMAL;
    this.prefix = saltFirst ? salt : NONE;
    this.suffix = saltFirst ? NONE : salt;
    this.slotSize = geometry.slotSize();
    this.cancellation = cancellation;
    this.jdk = new JcaBlocks(algorithm, prefix, suffix);
    this.acceleration = Acceleration.of(algorithm);
  }

  /**
   * Hashes {@code count} blocks from an offset on; the digest of the n-th goes to slot n of {@code
   * slots}, whose padding is left alone.
   */
  void hash(BlockSource source, long offset, int blockSize, int count, byte[] slots)
      throws IOException {
    if (blockSize > BUFFER_BYTES) {
      for (int i = 0; i < count; i++) {
        hashLarge(source, offset + (long) i * blockSize, blockSize, slots, i * slotSize);
      }
      return;
    }
    int perRead = BUFFER_BYTES / blockSize;
    for (int done = 0; done < count; ) {
      int blocks = Math.min(perRead, count - done);
      read(source, offset + (long) done * blockSize, blocks * blockSize);
      hashBatch(blockSize, blocks, slots, done * slotSize);
      done += blocks;
    }
  }

  /** Hashes a block that is in memory. */
  void hash(byte[] content, int offset, int length, byte[] slots, int slotOffset) {
    jdk.hash(content, offset, length, 1, slots, slotOffset, slotSize);
    acceleration.count(HashPath.SEQUENTIAL, 1, length);
  }

  private void hashLarge(
      BlockSource source, long offset, int blockSize, byte[] slots, int slotOffset)
      throws IOException {
    jdk.begin();
    for (int done = 0; done < blockSize; done += BUFFER_BYTES) {
      // Block sizes are powers of two, so the buffer divides a larger block.
      read(source, offset + done, BUFFER_BYTES);
      jdk.update(buffer, 0, BUFFER_BYTES);
    }
    jdk.finish(slots, slotOffset);
    acceleration.count(HashPath.SEQUENTIAL, 1, blockSize);
  }

  private void hashBatch(int blockSize, int count, byte[] slots, int slotOffset) {
    if (count * blockSize < TIMED_BYTES) {
      jdk.hash(buffer, 0, blockSize, count, slots, slotOffset, slotSize);
      acceleration.count(HashPath.SEQUENTIAL, count, (long) count * blockSize);
      return;
    }
    PathChoice choice = acceleration.choice();
    BlockKernel found = kernel(blockSize);
    HashPath path = choice.next(found != null && count >= found.lanes());
    long start = System.nanoTime();
    switch (path) {
      case SEQUENTIAL -> jdk.hash(buffer, 0, blockSize, count, slots, slotOffset, slotSize);
      case PAIRED -> jdk.hashInTurns(buffer, 0, blockSize, count, slots, slotOffset, slotSize);
      case KERNEL -> hashByKernel(found, blockSize, count, slots, slotOffset);
    }
    long compressed = (long) prefix.length + blockSize + suffix.length + PADDING_BYTES;
    choice.record(path, count * compressed, System.nanoTime() - start);
    acceleration.count(path, count, (long) count * blockSize);
  }

  private void hashByKernel(
      @Nullable BlockKernel lanes, int blockSize, int count, byte[] slots, int slotOffset) {
    if (lanes == null) {
      throw new IllegalStateException("chosen without being there");
    }
    int done = 0;
    for (; done + lanes.lanes() <= count; done += lanes.lanes()) {
      lanes.hash(buffer, done * blockSize, slots, slotOffset + done * slotSize, slotSize);
    }
    jdk.hash(
        buffer,
        done * blockSize,
        blockSize,
        count - done,
        slots,
        slotOffset + done * slotSize,
        slotSize);
    if (kernelBatches++ % CHECK_EVERY == 0) {
      check((int) (kernelBatches / CHECK_EVERY % done), blockSize, slots, slotOffset);
    }
  }

  /** A kernel was checked before it was used; this is against a compiler that errs later on. */
  private void check(int block, int blockSize, byte[] slots, int slotOffset) {
    byte[] expected = new byte[slotSize];
    jdk.hash(buffer, block * blockSize, blockSize, 1, expected, 0, slotSize);
    int at = slotOffset + block * slotSize;
    int size = algorithm.sizeBytes();
    if (!Arrays.equals(expected, 0, size, slots, at, at + size)) {
      throw new IllegalStateException(
          "the accelerated kernel gave a wrong " + algorithm + " digest: results so far are void");
    }
  }

  private @Nullable BlockKernel kernel(int blockSize) {
    if (!acceleration.choice().hasKernel()) {
      return null;
    }
    if (kernelBlockSize != blockSize) {
      kernel = acceleration.newKernel(prefix, suffix, blockSize);
      kernelBlockSize = blockSize;
    }
    return kernel;
  }

  private void read(BlockSource source, long offset, int length) throws IOException {
    cancellation.throwIfCancelled();
    source.readFully(offset, view.clear().limit(length));
  }
}
