// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.verity;

import dev.gantry.core.BlockSource;
import dev.gantry.verity.RootHash;
import dev.gantry.verity.VerityLayout;
import dev.gantry.verity.fec.FecLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** An image, its tree and its parity, and the root hash that is trusted. */
final class VerifiedImage {
  @Parameters(index = "0", paramLabel = "DATA", description = "Protected image or device.")
  private Path data = Path.of("");

  @Parameters(index = "1", paramLabel = "HASH", description = "Its hash image or device.")
  private Path hash = Path.of("");

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "ROOT_HASH",
      description = "Trusted root hash, in hex.")
  private @Nullable String rootHash;

  @Option(
      names = "--root-hash-file",
      paramLabel = "FILE",
      description = "File with the trusted root hash, instead of ROOT_HASH.")
  private @Nullable Path rootHashFile;

  @Mixin private final TreeOptions tree = new TreeOptions();

  @Mixin private final FecOptions fec = new FecOptions();

  Path data() {
    return data;
  }

  Path hash() {
    return hash;
  }

  /** Where the parity is, if the user said so. */
  Optional<Path> parity() {
    return fec.device();
  }

  Path requiredParity() {
    return fec.required();
  }

  VerityLayout layout(BlockSource source, BlockSource area) throws IOException {
    return tree.layout(source, area);
  }

  FecLayout fecLayout(VerityLayout layout, BlockSource area) throws IOException {
    return fec.layout(layout, data, hash, area.sizeBytes(), layout.dataBytes());
  }

  RootHash trusted(VerityLayout layout) throws IOException {
    return RootHashInput.read(layout.algorithm(), rootHash, rootHashFile);
  }
}
