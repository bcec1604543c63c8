// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

final class JcaBlocksPropertyTest {
  private static final byte UNTOUCHED = 0x5a;

  @Provide
  Arbitrary<VerityAlgorithm> algorithms() {
    return Arbitraries.of(VerityAlgorithm.all());
  }

  @Property(tries = 400)
  void bothWaysGiveTheDigestOfPrefixBlockSuffix(
      @ForAll("algorithms") VerityAlgorithm algorithm,
      @ForAll @IntRange(max = 256) int prefixSize,
      @ForAll @IntRange(max = 256) int suffixSize,
      @ForAll @IntRange(min = 9, max = 12) int blockLog2,
      @ForAll @IntRange(max = 5) int count,
      @ForAll @IntRange(max = 70) int offset,
      @ForAll long seed) {
    Random random = new Random(seed);
    byte[] prefix = bytes(random, prefixSize);
    byte[] suffix = bytes(random, suffixSize);
    int blockSize = 1 << blockLog2;
    byte[] content = bytes(random, offset + count * blockSize);
    int slot = algorithm.sizeBytes() + 3;
    byte[] expected = new byte[offset + count * slot];
    Arrays.fill(expected, UNTOUCHED);
    MessageDigest digest = algorithm.newMessageDigest();
    for (int i = 0; i < count; i++) {
      digest.update(prefix);
      digest.update(content, offset + i * blockSize, blockSize);
      byte[] value = digest.digest(suffix);
      System.arraycopy(value, 0, expected, offset + i * slot, value.length);
    }
    JcaBlocks blocks = new JcaBlocks(algorithm, prefix, suffix);

    byte[] inOrder = new byte[expected.length];
    Arrays.fill(inOrder, UNTOUCHED);
    blocks.hash(content, offset, blockSize, count, inOrder, offset, slot);
    assertArrayEquals(expected, inOrder);

    if (JcaBlocks.canTakeTurns(algorithm)) {
      byte[] inTurns = new byte[expected.length];
      Arrays.fill(inTurns, UNTOUCHED);
      blocks.hashInTurns(content, offset, blockSize, count, inTurns, offset, slot);
      assertArrayEquals(expected, inTurns);
    }
  }

  private static byte[] bytes(Random random, int length) {
    byte[] content = new byte[length];
    random.nextBytes(content);
    return content;
  }
}
