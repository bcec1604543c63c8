// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.verity;

import dev.gantry.cli.Output;
import dev.gantry.verity.VerityLayout;
import dev.gantry.verity.VerityTableOption;
import dev.gantry.verity.fec.FecLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** Where parity is, by the names of veritysetup. */
final class FecOptions {
  @Option(
      names = "--fec-device",
      paramLabel = "FILE",
      description = {
        "Parity for forward error correction. May be HASH, with --fec-offset behind the tree,",
        "or DATA, with --fec-offset behind the data."
      })
  private @Nullable Path device;

  @Option(
      names = "--fec-roots",
      paramLabel = "N",
      defaultValue = "" + FecLayout.DEFAULT_ROOTS,
      description = "Parity bytes in a codeword of 255, 2 to 24. Default: ${DEFAULT-VALUE}.")
  private int roots;

  @Option(
      names = "--fec-offset",
      paramLabel = "BYTES",
      description = "Where the parity begins, a multiple of the block size; default 0.")
  private long offset;

  FecOptions() {}

  Optional<Path> device() {
    return Optional.ofNullable(device);
  }

  /** The device of a verb that cannot do without. */
  Path required() {
    return device().orElseThrow(() -> new IllegalArgumentException("--fec-device is missing"));
  }

  /** Says whether the parity is in a file that has something else as well. */
  boolean isIn(Path other) throws IOException {
    return device != null && isSame(device, other);
  }

  private static boolean isSame(Path left, Path right) throws IOException {
    return (Files.exists(left) && Files.exists(right))
        ? Files.isSameFile(left, right)
        : left.toAbsolutePath().normalize().equals(right.toAbsolutePath().normalize());
  }

  /**
   * The layout of the parity; the size of the hash device is part of it.
   *
   * @param dataEnd where the data ends on DATA, if the parity is there too
   */
  FecLayout layout(VerityLayout verity, Path data, Path hash, long hashBytes, long dataEnd)
      throws IOException {
    if (isIn(hash)) {
      return FecLayout.onHashDevice(verity, roots, offset);
    }
    if (isIn(data) && offset < dataEnd) {
      throw new IllegalArgumentException(
          "--fec-offset is "
              + offset
              + ", but the data, which is in the same file, ends at "
              + dataEnd);
    }
    return FecLayout.onOwnDevice(verity, roots, hashBytes, offset);
  }

  static VerityTableOption.Fec option(String name, FecLayout layout) {
    return new VerityTableOption.Fec(
        name, layout.roots(), layout.coveredBlocks(), layout.startBlock());
  }

  static void print(Output output, ObjectNode json, FecLayout layout) {
    output.line("FEC roots:       " + layout.roots());
    output.line("FEC blocks:      " + layout.coveredBlocks());
    output.line("FEC offset:      " + layout.offsetBytes() + " [bytes]");
    output.line("FEC size:        " + layout.parityBytes() + " [bytes]");
    json.putObject("fec")
        .put("roots", layout.roots())
        .put("covered_blocks", layout.coveredBlocks())
        .put("rounds", layout.rounds())
        .put("offset_bytes", layout.offsetBytes())
        .put("size_bytes", layout.parityBytes());
  }
}
