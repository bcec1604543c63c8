// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.fec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.core.Bytes;
import dev.gantry.core.Guid;
import dev.gantry.testkit.ExternalTool;
import dev.gantry.verity.VerifiedBlockSource;
import dev.gantry.verity.VerityFormatter;
import dev.gantry.verity.VerityLayout;
import dev.gantry.verity.VerityOptions;
import dev.gantry.verity.VerityParameters;
import dev.gantry.verity.VerityTree;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Blocks larger than a page: the same parity as veritysetup's, repairs, and little memory. */
final class FecLargeBlocksTest {
  private static final int LARGEST = VerityParameters.MAX_BLOCK_SIZE_BYTES;

  @TempDir Path directory;

  /** The last two have more than one round. */
  @ParameterizedTest
  @CsvSource({"8192, 2, 100", "65536, 24, 8", "131072, 2, 12", "16384, 8, 260", "32768, 8, 250"})
  void makesTheirParityAndRepairs(int blockSize, int roots, int blocks) throws IOException {
    FecSample sample = FecSample.of(blocks, blockSize);
    FecLayout layout =
        FecLayout.onOwnDevice(sample.layout, roots, sample.hash.sizeBytes(), blockSize);
    byte[] parityBytes = new byte[(int) layout.endBytes()];
    BlockDevice parity = BlockDevices.inMemory(parityBytes, 512);
    FecFormatter.format(sample.data, sample.hash, parity, layout, VerityOptions.defaults());
    assertArrayEquals(theirs(sample, layout, blockSize, roots), parityBytes);

    byte[] good = sample.dataBytes.clone();
    byte[] goodHash = sample.hashBytes.clone();
    byte[] goodParity = parityBytes.clone();
    int lost = 0;
    for (int block = 0; block < blocks && lost < roots; block += (int) layout.rounds()) {
      sample.dataBytes[block * blockSize + 1] ^= 1;
      sample.dataBytes[(block + 1) * blockSize - 1] ^= 1;
      lost++;
    }
    BlockSource verified =
        VerifiedBlockSource.builder(sample.data, sample.hash, sample.layout, sample.rootHash)
            .recovery(new FecRecovery(sample.data, sample.hash, parity, sample.layout, layout))
            .open();
    assertArrayEquals(
        Arrays.copyOf(good, 2 * blockSize), FecSample.read(verified, 0, 2 * blockSize));
    FecReport report =
        FecRepairer.repair(
            sample.data,
            sample.hash,
            parity,
            sample.layout,
            layout,
            sample.rootHash,
            1,
            VerityOptions.defaults());
    assertTrue(report.isRepairable(), report.toString());
    assertEquals(lost, report.repairableBlocks());
    assertArrayEquals(good, sample.dataBytes);
    assertArrayEquals(goodHash, sample.hashBytes);
    assertArrayEquals(goodParity, parityBytes);
  }

  private byte[] theirs(FecSample sample, FecLayout layout, int blockSize, int roots)
      throws IOException {
    Path data = Files.write(directory.resolve("data"), sample.dataBytes);
    Path parity = directory.resolve("parity");
    ExternalTool.run(
            ExternalTool.require("veritysetup"),
            "format",
            "--data-block-size=" + blockSize,
            "--hash-block-size=" + blockSize,
            "--salt=" + FecSample.SALT.toHex(),
            "--uuid=" + FecSample.UUID,
            "--fec-device=" + parity,
            "--fec-roots=" + roots,
            "--fec-offset=" + layout.offsetBytes(),
            data.toString(),
            directory.resolve("hash").toString())
        .orFail();
    return Files.readAllBytes(parity);
  }

  /**
   * 40 MiB in the largest blocks, of which as many are lost as the code can have: a smaller heap is
   * enough to make parity, to repair, and to find nothing wrong afterwards.
   */
  @Test
  void littleMemoryIsEnough() throws Exception {
    String classPath =
        Stream.of(FecLargeBlocksTest.class, VerityFormatter.class, BlockDevice.class)
            .map(FecLargeBlocksTest::location)
            .distinct()
            .collect(Collectors.joining(File.pathSeparator));
    ProcessHandle.Info self = ProcessHandle.current().info();
    Path java = Path.of(self.command().orElse(System.getProperty("java.home") + "/bin/java"));
    var result =
        ExternalTool.run(
            java,
            List.of(
                "-Xmx32m",
                "-XX:+UseSerialGC",
                "-cp",
                classPath,
                Probe.class.getName(),
                directory.toString()));
    assertEquals("24 repaired", result.orFail().stdout().strip());
  }

  /** The directory or archive that a class was loaded from, however this test is run. */
  private static String location(Class<?> type) {
    String name = type.getName().replace('.', '/') + ".class";
    String found =
        Objects.requireNonNull(type.getResource(type.getSimpleName() + ".class")).toString();
    String root = found.substring(0, found.length() - name.length());
    root = root.startsWith("jar:") ? root.substring(4, root.lastIndexOf("!/")) : root;
    return Path.of(URI.create(root)).toString();
  }

  /** Works in a process of its own, on files. */
  static final class Probe {
    private static final int BLOCKS = 80;
    private static final int ROOTS = 24;

    private Probe() {}

    public static void main(String[] arguments) throws Exception {
      Path directory = Path.of(arguments[0]);
      VerityParameters parameters =
          VerityParameters.builder(new Guid(1, 2), Bytes.of((byte) 3))
              .dataBlockSizeBytes(LARGEST)
              .hashBlockSizeBytes(LARGEST)
              .build();
      VerityOptions options = VerityOptions.builder().parallelism(8).build();
      long hashBytes = VerityFormatter.hashAreaBytes(BLOCKS, parameters);
      try (BlockDevice data =
              BlockDevices.create(directory.resolve("d"), (long) BLOCKS * LARGEST, 512);
          BlockDevice hash = BlockDevices.create(directory.resolve("h"), hashBytes, 512)) {
        byte[] block = new byte[LARGEST];
        Random random = new Random(1);
        for (int i = 0; i < BLOCKS; i++) {
          random.nextBytes(block);
          data.writeFully((long) i * LARGEST, ByteBuffer.wrap(block));
        }
        VerityTree tree = VerityFormatter.format(data, hash, parameters, options);
        VerityLayout verity = tree.layout();
        FecLayout layout = FecLayout.onOwnDevice(verity, ROOTS, hashBytes, 0);
        try (BlockDevice parity =
            BlockDevices.create(directory.resolve("p"), layout.endBytes(), 512)) {
          FecFormatter.format(data, hash, parity, layout, options);
          for (int i = 0; i < ROOTS; i++) {
            random.nextBytes(block);
            data.writeFully(3L * i * LARGEST, ByteBuffer.wrap(block));
          }
          FecReport report =
              FecRepairer.repair(data, hash, parity, verity, layout, tree.rootHash(), 2, options);
          FecReport again =
              FecVerifier.inspect(data, hash, parity, verity, layout, tree.rootHash(), 2, options);
          if (!again.isClean()) {
            throw new AssertionError(again);
          }
          System.out.println(report.repairableBlocks() + " repaired");
        }
      }
    }
  }
}
