// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.fec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.testkit.ExternalTool;
import dev.gantry.testkit.ToolResult;
import dev.gantry.verity.VerityOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The installed veritysetup makes the same parity, and says the same of damaged devices. */
final class FecDifferentialTest {
  private static Path veritysetup = Path.of("veritysetup");

  @TempDir Path directory;

  @BeforeAll
  static void findTool() {
    veritysetup = ExternalTool.require("veritysetup");
  }

  /** Fixed seeds: the same shapes in every run, so that a failure can be looked at. */
  static IntStream seeds() {
    return IntStream.range(0, 80);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void sameParity(int seed) throws IOException {
    Random random = new Random(seed);
    int blockSize = 512 << random.nextInt(4);
    int roots = 2 + random.nextInt(23);
    int blocks = 1 + random.nextInt(seed % 8 == 0 ? 3000 : 600);
    // A hash device of any size: what is behind the tree is covered up to the last whole block.
    int behind = random.nextBoolean() ? 0 : random.nextInt(40 * blockSize);
    FecSample sample = FecSample.of(blocks, blockSize, behind);
    boolean own = random.nextBoolean();
    if (!own) {
      sample = FecSample.of(blocks, blockSize, behind / blockSize * blockSize);
    }
    long offset = own ? random.nextInt(3) * (long) blockSize : sample.hash.sizeBytes();
    FecLayout layout =
        own
            ? FecLayout.onOwnDevice(sample.layout, roots, sample.hash.sizeBytes(), offset)
            : FecLayout.onHashDevice(sample.layout, roots, offset);

    BlockDevice ours = BlockDevices.inMemory((int) layout.endBytes());
    FecFormatter.format(sample.data, sample.hash, ours, layout, VerityOptions.defaults());

    Path data = Files.write(directory.resolve("data"), sample.dataBytes);
    Path hash = Files.write(directory.resolve("hash"), new byte[sample.hashBytes.length]);
    Path theirs = own ? directory.resolve("parity") : hash;
    ExternalTool.run(
            veritysetup,
            "format",
            "--data-block-size=" + blockSize,
            "--hash-block-size=" + blockSize,
            "--salt=" + FecSample.SALT.toHex(),
            "--uuid=" + FecSample.UUID,
            "--fec-device=" + theirs,
            "--fec-roots=" + roots,
            "--fec-offset=" + offset,
            data.toString(),
            hash.toString())
        .orFail();
    byte[] file = Files.readAllBytes(theirs);
    assertEquals(layout.endBytes(), file.length);
    BlockDevice made = BlockDevices.inMemory(file, 512);
    assertArrayEquals(
        FecSample.read(made, offset, (int) layout.parityBytes()),
        FecSample.read(ours, offset, (int) layout.parityBytes()));
  }

  /** Wrong bytes that the code finds by itself: both repair them. */
  @Test
  void bothRepairErrors() throws IOException {
    for (int seed = 0; seed < 15; seed++) {
      Random random = new Random(seed);
      Damaged damaged = new Damaged(2 + random.nextInt(23), 50 + random.nextInt(500));
      for (int i = 0; i < 20; i++) {
        damaged.flipByte(random);
      }
      damaged.loseBlocks(1, 1, random);
      assertEquals(0, damaged.theirVerdict());
      assertTrue(damaged.repair().isRepairable());
      assertEquals(0, damaged.theirVerdict());
    }
  }

  /**
   * More lost blocks than half the roots: veritysetup does not ask the tree which ones they are, so
   * it gives up where the kernel and we repair.
   */
  @Test
  void weRepairMoreErasures() throws IOException {
    for (int seed = 0; seed < 15; seed++) {
      Random random = new Random(seed);
      int roots = 10 + random.nextInt(15);
      Damaged damaged = new Damaged(roots, 240 + random.nextInt(300));
      damaged.loseBlocks(roots / 2 + 1, roots, random);
      assertNotEquals(0, damaged.theirVerdict());
      assertTrue(damaged.repair().isRepairable());
      assertEquals(0, damaged.theirVerdict());
    }
  }

  @Test
  void bothGiveUpBeyondTheRoots() throws IOException {
    for (int seed = 0; seed < 15; seed++) {
      Random random = new Random(seed);
      int roots = 10 + random.nextInt(15);
      Damaged damaged = new Damaged(roots, 240 + random.nextInt(300));
      damaged.loseBlocks(roots + 1, 2 * roots, random);
      assertNotEquals(0, damaged.theirVerdict());
      FecReport report = damaged.repair();
      assertTrue(report.unrepairableBlocks() > roots, report.toString());
      assertEquals(0, report.repairableBlocks());
      assertNotEquals(0, damaged.theirVerdict());
    }
  }

  private final class Damaged {
    private final Set<Integer> flipped = new HashSet<>();
    final FecSample sample;
    final FecLayout layout;
    final BlockDevice parity;
    final byte[] parityBytes;
    final int blockSize = 1024;

    Damaged(int roots, int blocks) throws IOException {
      sample = FecSample.of(blocks, blockSize);
      layout = FecLayout.onOwnDevice(sample.layout, roots, sample.hash.sizeBytes(), 0);
      parityBytes = new byte[(int) layout.parityBytes()];
      parity = BlockDevices.inMemory(parityBytes, 512);
      FecFormatter.format(sample.data, sample.hash, parity, layout, VerityOptions.defaults());
    }

    /** A byte of a column that has no other wrong one, but for lost blocks. */
    void flipByte(Random random) {
      int column = random.nextInt((int) layout.columns());
      int rows = (int) ((sample.dataBytes.length - column - 1) / layout.columns()) + 1;
      if (layout.roots() >= 4 && flipped.add(column)) {
        sample.dataBytes[column + random.nextInt(rows) * (int) layout.columns()] ^= 0x10;
      }
    }

    /** Loses some data blocks of one round. */
    void loseBlocks(int min, int max, Random random) {
      int round = random.nextInt((int) layout.rounds());
      int rows = (int) ((layout.dataBlocks() - round - 1) / layout.rounds()) + 1;
      int count = Math.min(rows, min + random.nextInt(max - min + 1));
      for (int row : random.ints(0, rows).distinct().limit(count).toArray()) {
        int at = (int) (round + row * layout.rounds()) * blockSize;
        for (int i = at; i < at + blockSize; i++) {
          sample.dataBytes[i] ^= (byte) (1 + random.nextInt(255));
        }
      }
    }

    FecReport repair() throws IOException {
      return FecRepairer.repair(
          sample.data,
          sample.hash,
          parity,
          sample.layout,
          layout,
          sample.rootHash,
          10,
          VerityOptions.defaults());
    }

    int theirVerdict() throws IOException {
      Path data = Files.write(directory.resolve("data"), sample.dataBytes);
      Path hash = Files.write(directory.resolve("hash"), sample.hashBytes);
      Path fec = Files.write(directory.resolve("parity"), parityBytes);
      ToolResult result =
          ExternalTool.run(
              veritysetup,
              "verify",
              "--fec-device=" + fec,
              "--fec-roots=" + layout.roots(),
              data.toString(),
              hash.toString(),
              sample.rootHash.hex());
      return result.exitCode();
    }
  }
}
