// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import dev.gantry.core.BlockSource;
import dev.gantry.core.CancellationToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;

/**
 * Hashes runs of blocks into an array of slots with one engine and one buffer; nothing is allocated
 * for a block. Not thread-safe: one for each worker.
 */
final class BlockHasher {
  /** Read size: large enough to make calls cheap, small enough for the second-level cache. */
  static final int BUFFER_BYTES = 128 * 1024;

  private final MessageDigest engine;
  private final int digestSize;
  private final byte[] salt;
  private final int slotSize;
  private final boolean saltFirst;
  private final CancellationToken cancellation;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final ByteBuffer view = ByteBuffer.wrap(buffer);

  BlockHasher(TreeGeometry geometry, CancellationToken cancellation) {
    VerityAlgorithm algorithm = geometry.algorithm();
    this.engine = algorithm.newMessageDigest();
    this.digestSize = algorithm.sizeBytes();
    this.salt = geometry.salt().toByteArray();
    this.slotSize = geometry.slotSize();
    this.saltFirst = geometry.hashType() == VeritySuperblock.HASH_TYPE_NORMAL;
    this.cancellation = cancellation;
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
      for (int i = 0; i < blocks; i++) {
        hash(buffer, i * blockSize, blockSize, slots, (done + i) * slotSize);
      }
      done += blocks;
    }
  }

  /** Hashes a block that is in memory. */
  void hash(byte[] content, int offset, int length, byte[] slots, int slotOffset) {
    begin();
    engine.update(content, offset, length);
    finish(slots, slotOffset);
  }

  private void hashLarge(
      BlockSource source, long offset, int blockSize, byte[] slots, int slotOffset)
      throws IOException {
    begin();
    for (int done = 0; done < blockSize; done += BUFFER_BYTES) {
      // Block sizes are powers of two, so the buffer divides a larger block.
      read(source, offset + done, BUFFER_BYTES);
      engine.update(buffer, 0, BUFFER_BYTES);
    }
    finish(slots, slotOffset);
  }

  private void begin() {
    if (saltFirst) {
      engine.update(salt);
    }
  }

  private void finish(byte[] slots, int slotOffset) {
    if (!saltFirst) {
      engine.update(salt);
    }
    try {
      engine.digest(slots, slotOffset, digestSize);
    } catch (DigestException e) {
      throw new AssertionError("a slot holds a digest", e);
    }
  }

  private void read(BlockSource source, long offset, int length) throws IOException {
    cancellation.throwIfCancelled();
    source.readFully(offset, view.clear().limit(length));
  }
}
