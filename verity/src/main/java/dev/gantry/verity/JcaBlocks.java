// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Map;

/**
 * Hashes blocks that are in memory with engines of the JDK; nothing is allocated for a block. Not
 * thread-safe.
 */
final class JcaBlocks {
  /** What these digests compress at a time; for others there is no use in taking turns. */
  private static final Map<String, Integer> CHUNK_BYTES =
      Map.of("sha1", 64, "sha224", 64, "sha256", 64, "sha384", 128, "sha512", 128);

  private final MessageDigest engine;
  private final MessageDigest second;
  private final int digestSize;
  private final byte[] prefix;
  private final byte[] suffix;
  private final int chunkBytes;

  JcaBlocks(VerityAlgorithm algorithm, byte[] prefix, byte[] suffix) {
    this.engine = algorithm.newMessageDigest();
    this.second = algorithm.newMessageDigest();
    this.digestSize = algorithm.sizeBytes();
    this.prefix = prefix;
    this.suffix = suffix;
    this.chunkBytes = CHUNK_BYTES.getOrDefault(algorithm.id(), 0);
  }

  static boolean canTakeTurns(VerityAlgorithm algorithm) {
    return CHUNK_BYTES.containsKey(algorithm.id());
  }

  void begin() {
    engine.update(prefix);
  }

  void update(byte[] content, int offset, int length) {
    engine.update(content, offset, length);
  }

  void finish(byte[] slots, int slotOffset) {
    finish(engine, slots, slotOffset);
  }

  /** Hashes a run of blocks, one after the other. */
  void hash(byte[] content, int offset, int blockSize, int count, byte[] slots, int at, int slot) {
    for (int i = 0; i < count; i++) {
      engine.update(prefix);
      engine.update(content, offset + i * blockSize, blockSize);
      finish(engine, slots, at + i * slot);
    }
  }

  /**
   * Hashes a run of blocks, two at a time, a chunk of one and a chunk of the other in turns.
   *
   * <p>Where the processor has instructions for the digest, a chunk is one long chain of them, and
   * each waits for the one before. A second chain that does not depend on the first fills the gaps:
   * the processor begins with it before the first has ended.
   */
  void hashInTurns(
      byte[] content, int offset, int blockSize, int count, byte[] slots, int at, int slot) {
    int pairs = count / 2;
    for (int i = 0; i < pairs; i++) {
      hashPair(content, offset + 2 * i * blockSize, blockSize, slots, at + 2 * i * slot, slot);
    }
    int done = 2 * pairs;
    hash(
        content, offset + done * blockSize, blockSize, count - done, slots, at + done * slot, slot);
  }

  private void hashPair(byte[] content, int a, int blockSize, byte[] slots, int at, int slot) {
    int b = a + blockSize;
    int step = chunkBytes;
    // What completes the chunk that the prefix began; from there on nothing is copied.
    int head = (step - prefix.length % step) % step;
    engine.update(prefix);
    engine.update(content, a, head);
    second.update(prefix);
    second.update(content, b, head);
    int done = head;
    for (; done + step <= blockSize; done += step) {
      engine.update(content, a + done, step);
      second.update(content, b + done, step);
    }
    engine.update(content, a + done, blockSize - done);
    second.update(content, b + done, blockSize - done);
    finish(engine, slots, at);
    finish(second, slots, at + slot);
  }

  private void finish(MessageDigest digest, byte[] slots, int slotOffset) {
    digest.update(suffix);
    try {
      digest.digest(slots, slotOffset, digestSize);
    } catch (DigestException e) {
      throw new AssertionError("a slot holds a digest", e);
    }
  }
}
