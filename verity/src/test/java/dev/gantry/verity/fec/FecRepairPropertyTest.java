// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.fec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.verity.CorruptBlock;
import dev.gantry.verity.VerityOptions;
import dev.gantry.verity.VerityVerifier;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Random damage of data, tree and parity: all of it is repaired, or refused and not written. */
final class FecRepairPropertyTest {
  private static final int BLOCK = 512;

  /** At most {@code roots} blocks of a round are lost, whole, wherever they are but in parity. */
  @Property(tries = 110)
  void repairsAsManyLostBlocksAsThereAreRoots(
      @ForAll @IntRange(min = 2, max = 24) int roots,
      @ForAll @IntRange(min = 1, max = 400) int blocks,
      @ForAll long seed)
      throws IOException {
    Random random = new Random(seed);
    Devices devices = new Devices(blocks, roots, random.nextInt(3) * BLOCK);
    int perRound = 1 + random.nextInt(roots);
    Set<Long> lost = new HashSet<>();
    for (long round = 0; round < devices.layout.rounds(); round++) {
      for (int i = 0; i < perRound; i++) {
        long number = round + random.nextInt(255 - roots) * devices.layout.rounds();
        // A lost hash block hides what is below it; that is another test.
        if (number < blocks) {
          devices.randomize(number * BLOCK, BLOCK, random);
          lost.add(number);
        }
      }
    }
    devices.assertRepaired(lost.size());
  }

  /** Up to half as many wrong bytes in a codeword as there are roots, wherever they are. */
  @Property(tries = 100)
  void repairsErrorsAnywhere(
      @ForAll @IntRange(min = 2, max = 24) int roots,
      @ForAll @IntRange(min = 2, max = 400) int blocks,
      @ForAll long seed)
      throws IOException {
    Random random = new Random(seed);
    Devices devices = new Devices(blocks, roots, 0);
    for (int i = random.nextInt(400); i >= 0; i--) {
      devices.damageColumn(random.nextInt((int) devices.layout.columns()), roots / 2, random);
    }
    devices.assertRepaired(-1);
  }

  /** A run of any bytes as long as all rounds together hits each codeword once. */
  @Property(tries = 100)
  void repairsRuns(
      @ForAll @IntRange(min = 2, max = 24) int roots,
      @ForAll @IntRange(min = 2, max = 400) int blocks,
      @ForAll long seed)
      throws IOException {
    Random random = new Random(seed);
    Devices devices = new Devices(blocks, roots, 0);
    int size = (int) devices.layout.coveredBlocks() * BLOCK;
    int length = 1 + random.nextInt((int) devices.layout.columns());
    int start = random.nextInt(Math.max(1, size - length));
    devices.randomize(start, Math.min(length, size - start), random);
    devices.assertRepaired(-1);
  }

  /**
   * The whole tree is lost: as long as a round has no more tree blocks than roots, it comes back.
   */
  @Property(tries = 40)
  void repairsALostTree(
      @ForAll @IntRange(min = 2, max = 24) int roots,
      @ForAll @IntRange(min = 2, max = 900) int blocks,
      @ForAll long seed)
      throws IOException {
    Devices devices = new Devices(blocks, roots, 0);
    long tree = devices.layout.hashBlocks();
    long perRound = (tree - 1) / devices.layout.rounds() + 1;
    devices.randomize((long) blocks * BLOCK, (int) tree * BLOCK, new Random(seed));
    if (perRound <= roots) {
      devices.assertRepaired(-1);
    } else {
      devices.assertNothingMadeWorse();
    }
  }

  /** Lost parity is made again if nothing else is lost. */
  @Property(tries = 40)
  void makesLostParityAgain(
      @ForAll @IntRange(min = 2, max = 24) int roots,
      @ForAll @IntRange(min = 1, max = 400) int blocks,
      @ForAll long seed)
      throws IOException {
    Random random = new Random(seed);
    Devices devices = new Devices(blocks, roots, 0);
    int at = random.nextInt(devices.parityBytes.length);
    int length = 1 + random.nextInt(devices.parityBytes.length - at);
    for (int i = at; i < at + length; i++) {
      devices.parityBytes[i] ^= (byte) (1 + random.nextInt(255));
    }
    FecReport found = devices.inspect();
    assertTrue(found.isRepairable());
    assertFalse(found.isClean());
    assertEquals(
        (at + length - 1) / (roots * BLOCK) - at / (roots * BLOCK) + 1,
        found.damagedParityRounds());
    devices.assertRepaired(0);
  }

  /** Any damage at all: nothing becomes worse, and inspection knows what a repair will do. */
  @Property(tries = 110)
  void neverMakesAnythingWorse(
      @ForAll @IntRange(min = 2, max = 24) int roots,
      @ForAll @IntRange(min = 1, max = 400) int blocks,
      @ForAll @IntRange(min = 0, max = 3) int kind,
      @ForAll long seed)
      throws IOException {
    Random random = new Random(seed);
    Devices devices = new Devices(blocks, roots, 0);
    int size = (int) devices.layout.coveredBlocks();
    int count = 1 + random.nextInt(kind == 3 ? 4 * roots : 2 * roots);
    for (int i = 0; i < count; i++) {
      int number = random.nextInt(size);
      switch (kind) {
        case 0 -> devices.randomize((long) number * BLOCK, BLOCK, random);
        case 1 -> devices.randomize((long) number * BLOCK + random.nextInt(BLOCK), 1, random);
        case 2 -> devices.parityBytes[random.nextInt(devices.parityBytes.length)]++;
        default -> {
          int start = number * BLOCK + random.nextInt(BLOCK);
          int length = Math.min(1 + random.nextInt(5000), size * BLOCK - start);
          devices.randomize(start, length, random);
        }
      }
    }
    devices.assertNothingMadeWorse();
  }

  /** Devices in memory with what they held before. */
  private static final class Devices {
    final FecSample sample;
    final FecLayout layout;
    final byte[] parityBytes;
    final BlockDevice parity;
    final byte[] goodData;
    final byte[] goodHash;
    final byte[] goodParity;
    private final Set<Integer> damagedColumns = new HashSet<>();

    Devices(int blocks, int roots, int bytesBehindTree) throws IOException {
      sample = FecSample.of(blocks, BLOCK, bytesBehindTree);
      layout = FecLayout.onOwnDevice(sample.layout, roots, sample.hash.sizeBytes(), 0);
      parityBytes = new byte[(int) layout.parityBytes()];
      parity = BlockDevices.inMemory(parityBytes, 512);
      FecFormatter.format(sample.data, sample.hash, parity, layout, VerityOptions.defaults());
      goodData = sample.dataBytes.clone();
      goodHash = sample.hashBytes.clone();
      goodParity = parityBytes.clone();
    }

    /** Changes every byte of a part of the message. */
    void randomize(long start, int length, Random random) {
      for (long i = start; i < start + length; i++) {
        flip(i, 1 + random.nextInt(255));
      }
    }

    private void flip(long offset, int mask) {
      int at = (int) offset;
      if (at < sample.dataBytes.length) {
        sample.dataBytes[at] ^= (byte) mask;
      } else {
        int inHash = at - sample.dataBytes.length + (int) layout.treeOffsetBytes();
        sample.hashBytes[inHash] ^= (byte) mask;
      }
    }

    /** Damages up to a number of symbols of a codeword, its parity included. */
    void damageColumn(int column, int errors, Random random) {
      if (!damagedColumns.add(column)) {
        return;
      }
      for (int place : random.ints(0, 255).distinct().limit(errors).toArray()) {
        long offset = column + place * layout.columns();
        if (place >= layout.messageBlocks()) {
          int at = column * layout.roots() + place - layout.messageBlocks();
          parityBytes[at] = (byte) (goodParity[at] + 1 + random.nextInt(255));
        } else if (offset < layout.coveredBlocks() * BLOCK) {
          flip(offset, 1 + random.nextInt(255));
        }
      }
    }

    FecReport inspect() throws IOException {
      byte[] dataBefore = sample.dataBytes.clone();
      FecReport report =
          FecVerifier.inspect(
              sample.data,
              sample.hash,
              parity,
              sample.layout,
              layout,
              sample.rootHash,
              3,
              VerityOptions.builder().parallelism(2).build());
      assertArrayEquals(dataBefore, sample.dataBytes, "an inspection writes nothing");
      return report;
    }

    FecReport repair() throws IOException {
      return FecRepairer.repair(
          sample.data,
          sample.hash,
          parity,
          sample.layout,
          layout,
          sample.rootHash,
          Integer.MAX_VALUE,
          VerityOptions.builder().parallelism(2).build());
    }

    void assertRepaired(int expectedBlocks) throws IOException {
      FecReport expected = inspect();
      FecReport report = repair();
      assertTrue(report.isRepairable(), () -> report + " " + report.unrepairable());
      if (expectedBlocks >= 0) {
        assertEquals(expectedBlocks, report.repairableBlocks());
      }
      assertEquals(report.toString(), expected.toString());
      assertArrayEquals(goodData, sample.dataBytes);
      assertArrayEquals(goodHash, sample.hashBytes);
      assertArrayEquals(goodParity, parityBytes);
      VerityVerifier.verify(
          sample.data, sample.hash, sample.layout, sample.rootHash, VerityOptions.defaults());
      assertTrue(inspect().isClean());
    }

    void assertNothingMadeWorse() throws IOException {
      FecReport expected = inspect();
      byte[] dataBefore = sample.dataBytes.clone();
      byte[] hashBefore = sample.hashBytes.clone();
      byte[] parityBefore = parityBytes.clone();
      FecReport report = repair();
      assertEquals(report.toString(), expected.toString());
      assertUntouchedOrGood(goodData, dataBefore, sample.dataBytes);
      assertUntouchedOrGood(goodHash, hashBefore, sample.hashBytes);
      assertUntouchedOrGood(goodParity, parityBefore, parityBytes);
      boolean isGood =
          Arrays.equals(goodData, sample.dataBytes) && Arrays.equals(goodHash, sample.hashBytes);
      assertEquals(isGood, report.isRepairable());
      for (CorruptBlock block : report.unrepairable()) {
        byte[] bytes = block.isData() ? sample.dataBytes : sample.hashBytes;
        byte[] before = block.isData() ? dataBefore : hashBefore;
        int at = (int) block.offsetBytes();
        assertTrue(Arrays.equals(before, at, at + BLOCK, bytes, at, at + BLOCK));
      }
    }

    private static void assertUntouchedOrGood(byte[] good, byte[] before, byte[] after) {
      for (int at = 0; at < good.length; at += BLOCK) {
        int end = at + BLOCK;
        assertTrue(
            Arrays.equals(good, at, end, after, at, end)
                || Arrays.equals(before, at, end, after, at, end));
      }
    }
  }
}
