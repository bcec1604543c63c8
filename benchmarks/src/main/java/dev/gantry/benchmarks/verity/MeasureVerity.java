// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.benchmarks.verity;

import com.sun.management.OperatingSystemMXBean;
import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.core.Bytes;
import dev.gantry.core.Guid;
import dev.gantry.verity.RootHash;
import dev.gantry.verity.VerityAlgorithm;
import dev.gantry.verity.VerityFormatter;
import dev.gantry.verity.VerityHashing;
import dev.gantry.verity.VerityOptions;
import dev.gantry.verity.VerityParameters;
import dev.gantry.verity.VerityVerifier;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Formats or verifies once, or once for each line of standard input, each time with newly opened
 * devices; prints one line for each time: wall clock and CPU time of the process in microseconds
 * and the root hash. At the end of the input it says how the blocks were hashed.
 *
 * <p>Arguments: {@code format} or {@code verify}, data, hash device, threads, salt in hex, UUID,
 * for {@code verify} the root hash or {@code -}; then {@code once}, {@code lines}, or {@code
 * prepare}: lines, after an accelerated kernel was made ready.
 */
public final class MeasureVerity {
  private final Path data;
  private final Path hash;
  private final VerityParameters parameters;
  private final VerityOptions options;
  private final @Nullable RootHash trusted;

  private MeasureVerity(String[] args) {
    this.data = Path.of(args[1]);
    this.hash = Path.of(args[2]);
    this.options = VerityOptions.builder().parallelism(Integer.parseInt(args[3])).build();
    this.parameters = VerityParameters.of(Guid.parse(args[5]), Bytes.parseHex(args[4]));
    this.trusted = args[6].equals("-") ? null : RootHash.parse(VerityAlgorithm.SHA256, args[6]);
  }

  /**
   * Measures.
   *
   * @param args see the class
   * @throws IOException if a device fails, or is not what the root hash says
   */
  public static void main(String[] args) throws IOException {
    MeasureVerity measure = new MeasureVerity(args);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
    if (args[7].equals("once")) {
      measure.run(args[0], out);
      return;
    }
    if (args[7].equals("prepare")) {
      VerityHashing.prepare(VerityAlgorithm.SHA256);
    }
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    while (in.readLine() != null) {
      measure.run(args[0], out);
    }
    out.println(VerityHashing.describe());
  }

  private void run(String operation, PrintStream out) throws IOException {
    long cpu = cpuNanos();
    long start = System.nanoTime();
    RootHash root = operation.equals("format") ? format() : verify();
    long wall = System.nanoTime() - start;
    out.println(wall / 1000 + " " + (cpuNanos() - cpu) / 1000 + " " + root.hex());
  }

  private RootHash format() throws IOException {
    Files.deleteIfExists(hash);
    try (BlockSource source = BlockDevices.openSource(data)) {
      long blocks = source.sizeBytes() / parameters.dataBlockSizeBytes();
      try (BlockDevice target =
          BlockDevices.create(
              hash,
              VerityFormatter.hashAreaBytes(blocks, parameters),
              BlockDevice.DEFAULT_LOGICAL_BLOCK_SIZE_BYTES)) {
        return VerityFormatter.format(source, target, parameters, options).rootHash();
      }
    }
  }

  private RootHash verify() throws IOException {
    if (trusted == null) {
      throw new IllegalArgumentException("verify needs a root hash");
    }
    try (BlockSource source = BlockDevices.openSource(data);
        BlockSource tree = BlockDevices.openSource(hash)) {
      return VerityVerifier.verify(source, tree, trusted, options).rootHash();
    }
  }

  private static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
