// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * The digests of the JDK are the reference. Where the processor lacks vectors of 512 bits the API
 * stands in for them, a thousand times slower; so blocks are small.
 */
final class VectorSha256KernelPropertyTest {
  private static final int LANES = 16;
  private static final int DIGEST_BYTES = 32;
  private static final byte UNTOUCHED = 0x5a;

  @Property(tries = 60, edgeCases = net.jqwik.api.EdgeCasesMode.NONE)
  void everyLaneGivesTheDigestOfPrefixBlockSuffix(
      @ForAll @IntRange(max = 256) int prefixSize,
      @ForAll @IntRange(max = 256) int suffixSize,
      @ForAll @IntRange(min = 9, max = 10) int blockLog2,
      @ForAll @IntRange(max = 70) int offset,
      @ForAll @IntRange(min = 32, max = 40) int slotSize,
      @ForAll long seed)
      throws NoSuchAlgorithmException {
    check(prefixSize, suffixSize, 1 << blockLog2, offset, slotSize, seed);
  }

  @Example
  void lengthsAroundTheEndsOfChunks() throws NoSuchAlgorithmException {
    for (int size : new int[] {0, 1, 32, 54, 55, 56, 63, 64, 65, 119, 120, 128, 256}) {
      check(size, 0, 512, 0, DIGEST_BYTES, size);
      check(0, size, 512, 3, DIGEST_BYTES, size);
    }
  }

  @Example
  void theUsualBlock() throws NoSuchAlgorithmException {
    check(32, 0, 4096, 0, DIGEST_BYTES, 7);
  }

  private static void check(
      int prefixSize, int suffixSize, int blockSize, int offset, int slotSize, long seed)
      throws NoSuchAlgorithmException {
    Random random = new Random(seed);
    byte[] prefix = bytes(random, prefixSize);
    byte[] suffix = bytes(random, suffixSize);
    byte[] content = bytes(random, offset + LANES * blockSize);
    byte[] expected = new byte[offset + LANES * slotSize];
    Arrays.fill(expected, UNTOUCHED);
    byte[] actual = expected.clone();
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (int i = 0; i < LANES; i++) {
      digest.update(prefix);
      digest.update(content, offset + i * blockSize, blockSize);
      System.arraycopy(digest.digest(suffix), 0, expected, offset + i * slotSize, DIGEST_BYTES);
    }
    byte[] before = content.clone();
    VectorSha256Kernel kernel = new VectorSha256Kernel(prefix, suffix, blockSize);

    kernel.hash(content, offset, actual, offset, slotSize);
    assertArrayEquals(expected, actual);
    // The second call must not see anything of the first.
    Arrays.fill(actual, UNTOUCHED);
    kernel.hash(content, offset, actual, offset, slotSize);

    assertArrayEquals(expected, actual);
    assertArrayEquals(before, content);
  }

  @Example
  void refusesWhatDoesNotFit() {
    VectorSha256Kernel kernel = new VectorSha256Kernel(new byte[0], new byte[0], 512);
    byte[] content = new byte[LANES * 512];
    byte[] slots = new byte[LANES * DIGEST_BYTES];
    assertEquals(LANES, kernel.lanes());
    assertThrows(
        IndexOutOfBoundsException.class, () -> kernel.hash(content, 1, slots, 0, DIGEST_BYTES));
    assertThrows(
        IndexOutOfBoundsException.class, () -> kernel.hash(content, 0, slots, 1, DIGEST_BYTES));
  }

  private static byte[] bytes(Random random, int length) {
    byte[] content = new byte[length];
    random.nextBytes(content);
    return content;
  }
}
