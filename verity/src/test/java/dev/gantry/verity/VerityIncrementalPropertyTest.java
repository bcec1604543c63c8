// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.core.Bytes;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.UnsupportedFormatException;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Updates, differences and the index of leaves, against the whole format and plain comparison. */
final class VerityIncrementalPropertyTest {
  private static VerityParameters parameters(Random random) {
    VerityParameters.Builder builder =
        VerityParameters.builder(VerityData.UUID, VerityData.salt(random.nextInt(40)))
            .hashType(random.nextInt(2))
            .algorithm(random.nextBoolean() ? VerityAlgorithm.SHA256 : VerityAlgorithm.SHA384)
            .dataBlockSizeBytes(512 << random.nextInt(2))
            .hashBlockSizeBytes(512 << random.nextInt(3))
            .hashOffsetBytes(4096L * random.nextInt(3));
    return (random.nextBoolean() ? builder : builder.withoutSuperblock()).build();
  }

  /** Data, its tree and where it is. */
  private static final class Formatted {
    private final byte[] content;
    private final byte[] hash;
    private final VerityTree tree;

    private Formatted(byte[] content, byte[] hash, VerityTree tree) {
      this.content = content;
      this.hash = hash;
      this.tree = tree;
    }

    byte[] content() {
      return content;
    }

    byte[] hash() {
      return hash;
    }

    VerityTree tree() {
      return tree;
    }

    static Formatted of(byte[] content, VerityParameters parameters) throws IOException {
      long blocks = content.length / parameters.dataBlockSizeBytes();
      byte[] hash = new byte[(int) VerityFormatter.hashAreaBytes(blocks, parameters)];
      VerityTree tree =
          VerityFormatter.format(
              BlockDevices.inMemory(content, 512),
              BlockDevices.inMemory(hash, 512),
              parameters,
              VerityOptions.defaults());
      return new Formatted(content, hash, tree);
    }

    BlockSource data() {
      return BlockDevices.inMemory(content, 512);
    }

    BlockDevice hashDevice() {
      return BlockDevices.inMemory(hash, 512);
    }

    VerityDiff.Version version() {
      return new VerityDiff.Version(hashDevice(), tree.layout(), tree.rootHash());
    }
  }

  /** Changes blocks of a copy, and says which. */
  private static BitSet change(byte[] content, int blockSize, Random random) {
    BitSet changed = new BitSet();
    int blocks = content.length / blockSize;
    for (int runs = random.nextInt(5); runs > 0; runs--) {
      int first = random.nextInt(blocks);
      changed.set(first, Math.min(blocks, first + 1 + random.nextInt(20)));
    }
    changed.stream().forEach(block -> content[block * blockSize + 7] ^= 1);
    return changed;
  }

  @Property(tries = 200)
  void updateGivesTheBytesOfAFormat(
      @ForAll @IntRange(min = 1, max = 600) int blocks, @ForAll long seed) throws IOException {
    Random random = new Random(seed);
    VerityParameters parameters = parameters(random);
    int blockSize = parameters.dataBlockSizeBytes();
    Formatted before = Formatted.of(VerityData.splitMix(blocks * blockSize), parameters);
    byte[] content = before.content().clone();
    BitSet changed = change(content, blockSize, random);
    List<BlockRange> ranges = new ArrayList<>();
    changed.stream().forEach(block -> ranges.add(new BlockRange(block, 1)));
    // More than what changed, overlapping and in any order.
    ranges.add(new BlockRange(random.nextInt(blocks), 1));
    Collections.shuffle(ranges, random);
    Formatted after = Formatted.of(content, parameters);

    BlockDevice hash = before.hashDevice();
    RootHash root =
        VerityUpdater.update(
            after.data(),
            hash,
            before.tree().layout(),
            before.tree().rootHash(),
            ranges,
            Fixture.options(1 + random.nextInt(2)));

    assertEquals(after.tree().rootHash(), root);
    assertArrayEquals(after.hash(), before.hash());
  }

  @Property(tries = 200)
  void diffNamesExactlyTheBlocksThatDiffer(
      @ForAll @IntRange(min = 1, max = 600) int blocks,
      @ForAll @IntRange(min = 1, max = 600) int otherBlocks,
      @ForAll boolean sameSize,
      @ForAll long seed)
      throws IOException {
    Random random = new Random(seed);
    VerityParameters parameters = parameters(random);
    int blockSize = parameters.dataBlockSizeBytes();
    Formatted before = Formatted.of(VerityData.splitMix(blocks * blockSize), parameters);
    int size = sameSize ? blocks : otherBlocks;
    byte[] content = VerityData.splitMix(size * blockSize);
    BitSet expected = change(content, blockSize, random);
    expected.set(Math.min(blocks, size), size);
    Formatted after = Formatted.of(content, parameters);

    BitSet found = new BitSet();
    List<BlockRange> ranges = new ArrayList<>();
    VerityDiff diff =
        VerityDiff.compare(
            before.version(),
            after.version(),
            range -> {
              assertTrue(ranges.isEmpty() || ranges.get(ranges.size() - 1).end() < range.first());
              ranges.add(range);
              found.set((int) range.first(), (int) range.end());
            },
            VerityOptions.defaults());

    assertEquals(expected, found);
    assertEquals(expected.cardinality(), diff.changedBlocks());
    assertEquals(blocks, diff.oldBlocks());
    assertEquals(size, diff.newBlocks());
    if (expected.isEmpty() && size == blocks) {
      assertEquals(0, diff.comparedHashBlocks());
    }
  }

  @Property(tries = 100)
  void indexFindsEveryBlock(@ForAll @IntRange(min = 1, max = 300) int blocks, @ForAll long seed)
      throws IOException {
    Random random = new Random(seed);
    VerityParameters parameters = parameters(random);
    int blockSize = parameters.dataBlockSizeBytes();
    byte[] content = new byte[blocks * blockSize];
    for (int i = 0; i < blocks; i++) {
      // Few different contents, so that most are at several places.
      content[i * blockSize] = (byte) random.nextInt(20);
    }
    Formatted formatted = Formatted.of(content, parameters);
    VerityLayout layout = formatted.tree().layout();
    LeafIndex local = LeafIndex.build(formatted.data(), layout, blocks, Fixture.options(2));
    LeafIndex tree =
        LeafIndex.ofTree(
            formatted.hashDevice(),
            layout,
            formatted.tree().rootHash(),
            blocks,
            VerityOptions.defaults());
    assertEquals(blocks, local.size());
    for (int i = 0; i < blocks; i++) {
      byte first = content[i * blockSize];
      Bytes digest =
          digest(layout, Arrays.copyOfRange(content, i * blockSize, (i + 1) * blockSize));
      int[] same =
          IntStream.range(0, blocks).filter(block -> content[block * blockSize] == first).toArray();
      assertArrayEquals(same, local.candidates(digest, blocks));
      assertArrayEquals(same, tree.candidates(digest, blocks));
      assertArrayEquals(new int[] {same[0]}, tree.candidates(digest, 1));
    }
    assertArrayEquals(new int[0], local.candidates(Bytes.of(new byte[8]), 9));
  }

  private static Bytes digest(VerityLayout layout, byte[] block) {
    MessageDigest engine = layout.algorithm().newMessageDigest();
    byte[] salt = layout.salt().toByteArray();
    if (layout.hashType() == VeritySuperblock.HASH_TYPE_NORMAL) {
      engine.update(salt);
      engine.update(block);
    } else {
      engine.update(block);
      engine.update(salt);
    }
    return Bytes.of(engine.digest());
  }

  @Property(tries = 100)
  void pairsAreSorted(@ForAll long[] keys) {
    int[] values = new int[keys.length];
    Arrays.setAll(values, i -> i);
    Integer[] expected = Arrays.stream(values).boxed().toArray(Integer[]::new);
    long[] original = keys.clone();
    Arrays.sort(expected, Comparator.comparingLong(i -> original[i]));
    PairSort.sort(keys, values);
    assertArrayEquals(Arrays.stream(expected).mapToInt(i -> i).toArray(), values);
    Arrays.sort(original);
    assertArrayEquals(original, keys);
  }

  /** Damage of the old tree is refused where it would get under the new root, and else stays. */
  @Property(tries = 100)
  void updateNeverBuildsOnDamage(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    VerityParameters parameters =
        VerityParameters.builder(VerityData.UUID, VerityData.SALT)
            .dataBlockSizeBytes(512)
            .hashBlockSizeBytes(512)
            .build();
    Formatted before = Formatted.of(VerityData.splitMix(400 * 512), parameters);
    VerityLayout layout = before.tree().layout();
    TreeGeometry geometry = layout.geometry();
    byte[] content = before.content().clone();
    int block = random.nextInt(400);
    content[block * 512] ^= 1;
    int at = (int) layout.treeOffsetBytes() + random.nextInt((int) layout.treeBytes());
    before.hash()[at] ^= 1;
    boolean isAbove = false;
    for (int level = 1; level <= geometry.levels(); level++) {
      long offset = geometry.offset(level, geometry.index(level, block));
      isAbove |= at >= offset && at < offset + 512;
    }
    BlockSource data = BlockDevices.inMemory(content, 512);
    List<BlockRange> ranges = List.of(new BlockRange(block, 1));
    if (isAbove) {
      assertThrows(
          CorruptBlockException.class,
          () ->
              VerityUpdater.update(
                  data,
                  before.hashDevice(),
                  layout,
                  before.tree().rootHash(),
                  ranges,
                  VerityOptions.defaults()));
    } else {
      RootHash root =
          VerityUpdater.update(
              data,
              before.hashDevice(),
              layout,
              before.tree().rootHash(),
              ranges,
              VerityOptions.defaults());
      assertEquals(Formatted.of(content, parameters).tree().rootHash(), root);
    }
  }

  @Example
  void refusals() throws IOException {
    VerityParameters parameters = VerityParameters.of(VerityData.UUID, VerityData.SALT);
    Formatted formatted = Formatted.of(VerityData.splitMix(3 * 4096), parameters);
    VerityLayout layout = formatted.tree().layout();
    assertThrows(
        IllegalArgumentException.class,
        () ->
            VerityUpdater.update(
                formatted.data(),
                formatted.hashDevice(),
                layout,
                formatted.tree().rootHash(),
                List.of(new BlockRange(2, 2)),
                VerityOptions.defaults()));
    assertEquals(
        formatted.tree().rootHash(),
        VerityUpdater.update(
            formatted.data(),
            formatted.hashDevice(),
            layout,
            formatted.tree().rootHash(),
            List.of(),
            VerityOptions.defaults()));
    Formatted other =
        Formatted.of(formatted.content(), VerityParameters.of(VerityData.UUID, Bytes.of((byte) 1)));
    assertThrows(
        UnsupportedFormatException.class,
        () ->
            VerityDiff.compare(
                formatted.version(), other.version(), range -> {}, VerityOptions.defaults()));
    assertThrows(
        LimitExceededException.class,
        () -> LeafIndex.build(formatted.data(), layout, 2, VerityOptions.defaults()));
    for (long[] bad : new long[][] {{-1, 1}, {0, 0}, {Long.MAX_VALUE, 1}}) {
      assertThrows(IllegalArgumentException.class, () -> new BlockRange(bad[0], bad[1]));
    }
  }
}
