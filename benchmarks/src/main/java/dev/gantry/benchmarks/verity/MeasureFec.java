// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.benchmarks.verity;

import com.sun.management.OperatingSystemMXBean;
import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.core.Bytes;
import dev.gantry.core.Guid;
import dev.gantry.verity.VerityFormatter;
import dev.gantry.verity.VerityOptions;
import dev.gantry.verity.VerityParameters;
import dev.gantry.verity.VerityTree;
import dev.gantry.verity.fec.FecFormatter;
import dev.gantry.verity.fec.FecLayout;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Formats with forward error correction once, or formats once and then makes the parity again for
 * each line of standard input. Prints wall clock and CPU time of the process in microseconds and
 * the root hash, for the parity alone, each time.
 *
 * <p>Arguments: data, hash device, parity device, roots, threads, salt in hex, UUID; then {@code
 * once} or {@code lines}.
 */
public final class MeasureFec {
  private final Path parity;
  private final int roots;
  private final VerityOptions options;

  private MeasureFec(Path parity, int roots, VerityOptions options) {
    this.parity = parity;
    this.roots = roots;
    this.options = options;
  }

  /**
   * Measures.
   *
   * @param args see the class
   * @throws IOException if a device fails
   */
  public static void main(String[] args) throws IOException {
    VerityOptions options = VerityOptions.builder().parallelism(Integer.parseInt(args[4])).build();
    VerityParameters parameters = VerityParameters.of(Guid.parse(args[6]), Bytes.parseHex(args[5]));
    MeasureFec measure = new MeasureFec(Path.of(args[2]), Integer.parseInt(args[3]), options);
    Path hashPath = Path.of(args[1]);
    Files.deleteIfExists(hashPath);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
    try (BlockSource data = BlockDevices.openSource(Path.of(args[0]));
        BlockDevice hash = create(hashPath, hashBytes(data, parameters))) {
      VerityTree tree = VerityFormatter.format(data, hash, parameters, options);
      if (args[7].equals("once")) {
        measure.run(data, hash, tree, out);
        return;
      }
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
      while (in.readLine() != null) {
        measure.run(data, hash, tree, out);
      }
    }
  }

  private static long hashBytes(BlockSource data, VerityParameters parameters) {
    return VerityFormatter.hashAreaBytes(
        data.sizeBytes() / parameters.dataBlockSizeBytes(), parameters);
  }

  private static BlockDevice create(Path path, long size) throws IOException {
    return BlockDevices.create(path, size, BlockDevice.DEFAULT_LOGICAL_BLOCK_SIZE_BYTES);
  }

  private void run(BlockSource data, BlockSource hash, VerityTree tree, PrintStream out)
      throws IOException {
    long cpu = cpuNanos();
    long start = System.nanoTime();
    Files.deleteIfExists(parity);
    FecLayout layout = FecLayout.onOwnDevice(tree.layout(), roots, hash.sizeBytes(), 0);
    try (BlockDevice target = create(parity, layout.endBytes())) {
      FecFormatter.format(data, hash, target, layout, options);
    }
    long wall = System.nanoTime() - start;
    out.println(wall / 1000 + " " + (cpuNanos() - cpu) / 1000 + " " + tree.rootHash().hex());
  }

  private static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
