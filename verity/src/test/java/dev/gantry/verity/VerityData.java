// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import dev.gantry.core.BlockSource;
import dev.gantry.core.Bytes;
import dev.gantry.core.Digest;
import dev.gantry.core.DigestAlgorithm;
import dev.gantry.core.Guid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Arrays;

/** Data for tests; see the README beside the golden file for the formula. */
final class VerityData {
  static final Guid UUID = Guid.parse("01234567-89ab-cdef-0123-456789abcdef");
  static final Bytes SALT = salt(32);

  private VerityData() {}

  /** The first bytes of the SplitMix64 stream. */
  static byte[] splitMix(int size) {
    return splitMix(0, size);
  }

  static Bytes salt(int size) {
    return Bytes.of(splitMix(1L << 32, size));
  }

  private static byte[] splitMix(long firstWord, int size) {
    ByteBuffer words = ByteBuffer.allocate((size + 7) / 8 * 8).order(ByteOrder.LITTLE_ENDIAN);
    for (long i = firstWord; words.hasRemaining(); i++) {
      long z = (i + 1) * 0x9E3779B97F4A7C15L;
      z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
      z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
      words.putLong(z ^ (z >>> 31));
    }
    return Arrays.copyOf(words.array(), size);
  }

  /** Block i holds the byte i, modulo 256. */
  static byte[] counting(int blocks) {
    byte[] data = new byte[blocks * 4096];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) (i / 4096);
    }
    return data;
  }

  static Digest sha256(BlockSource source, long offset, long length) throws IOException {
    MessageDigest engine = DigestAlgorithm.SHA256.newMessageDigest();
    ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
    for (long done = 0; done < length; ) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), length - done));
      source.readFully(offset + done, buffer);
      done += buffer.position();
      engine.update(buffer.flip());
    }
    return new Digest(DigestAlgorithm.SHA256, Bytes.of(engine.digest()));
  }

  /** A digest of any kind, in the place of a root hash. */
  static RootHash digest(VerityAlgorithm algorithm, Bytes content) {
    MessageDigest engine = algorithm.newMessageDigest();
    engine.update(content.asByteBuffer());
    return new RootHash(algorithm, Bytes.of(engine.digest()));
  }

  static Digest sha256Unchecked(BlockSource source) {
    try {
      return sha256(source, 0, source.sizeBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
