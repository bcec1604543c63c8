// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.core.GantryException;
import java.io.IOException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;

/** Any single byte that is changed anywhere is noticed, and the right block is blamed. */
final class VerityTamperPropertyTest {
  private final Fixture fixture = Fixture.small(300);

  VerityTamperPropertyTest() throws IOException {}

  @Provide
  Arbitrary<Integer> dataOffsets() {
    return uniform(0, 300 * 512 - 1);
  }

  /** 300 blocks under 19 leaves under 2 blocks under 1. */
  @Provide
  Arbitrary<Integer> treeOffsets() {
    return uniform(0, 22 * 512 - 1);
  }

  @Provide
  Arbitrary<Integer> superblockOffsets() {
    return uniform(0, 511)
        .filter(offset -> offset < SuperblockLayout.UUID || offset >= SuperblockLayout.ALGORITHM);
  }

  @Provide
  Arbitrary<Integer> masks() {
    return uniform(1, 255);
  }

  @Provide
  Arbitrary<Integer> threads() {
    return uniform(1, 8);
  }

  private static Arbitrary<Integer> uniform(int min, int max) {
    return Arbitraries.integers().between(min, max).withDistribution(RandomDistribution.uniform());
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void flippedDataByteIsNamed(
      @ForAll("dataOffsets") int offset,
      @ForAll("masks") int mask,
      @ForAll("threads") int parallelism) {
    CorruptBlockException failure =
        refused(fixture.dataBytes, offset, mask, parallelism, CorruptBlockException.class);
    assertEquals(
        fixture.block(CorruptBlock.DATA_LEVEL, offset / 512, BlockFault.DIGEST_MISMATCH),
        failure.block());
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void flippedTreeByteIsNamed(
      @ForAll("treeOffsets") int position,
      @ForAll("masks") int mask,
      @ForAll("threads") int parallelism) {
    // On the device the top block comes first.
    int block = position / 512;
    int level = block == 0 ? 3 : block <= 2 ? 2 : 1;
    int index = block - (level == 3 ? 0 : level == 2 ? 1 : 3);
    CorruptBlockException failure =
        refused(fixture.hashBytes, 512 + position, mask, parallelism, CorruptBlockException.class);
    assertEquals(
        fixture.block(
            level, index, level == 3 ? BlockFault.ROOT_HASH_MISMATCH : BlockFault.DIGEST_MISMATCH),
        failure.block());
  }

  /** The UUID is the one field that nothing depends on. */
  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void flippedSuperblockByteIsRefused(
      @ForAll("superblockOffsets") int offset, @ForAll("masks") int mask) {
    refused(fixture.hashBytes, offset, mask, 1, GantryException.class);
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void singleBlockIsNamed(@ForAll("dataOffsets") int position, @ForAll("masks") int mask)
      throws IOException {
    Fixture single = Fixture.small(1);
    single.dataBytes[position % 512] ^= (byte) mask;
    CorruptBlockException failure =
        assertThrows(CorruptBlockException.class, () -> single.verify());
    assertEquals(single.block(0, 0, BlockFault.ROOT_HASH_MISMATCH), failure.block());
  }

  private <T extends Throwable> T refused(
      byte[] bytes, int offset, int mask, int parallelism, Class<T> expected) {
    bytes[offset] ^= (byte) mask;
    try {
      return assertThrows(expected, () -> fixture.verify(Fixture.options(parallelism)));
    } finally {
      bytes[offset] ^= (byte) mask;
    }
  }
}
