// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.verity;

import dev.gantry.cli.ExitCode;
import dev.gantry.cli.GantryCommand;
import dev.gantry.cli.Output;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.verity.CorruptBlock;
import dev.gantry.verity.RootHash;
import dev.gantry.verity.VerityLayout;
import dev.gantry.verity.VerityProof;
import dev.gantry.verity.VerityReport;
import dev.gantry.verity.VerityVerifier;
import dev.gantry.verity.fec.FecReport;
import dev.gantry.verity.fec.FecVerifier;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code gantry verity verify}. */
@Command(
    name = "verify",
    description = {
      "Verifies every block of DATA and HASH against a root hash.",
      "Of the options for the tree, only --hash-offset is used if there is a superblock.",
      "With --fec-device the parity as well; then it says how much of the damage is repairable."
    })
final class VerifyCommand extends GantryCommand {
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

  @Option(
      names = "--report",
      paramLabel = "N",
      defaultValue = "0",
      description = "Go on after the first bad block and list up to N.")
  private int report;

  @Mixin private final TreeOptions tree = new TreeOptions();

  @Mixin private final FecOptions fec = new FecOptions();

  @Override
  protected int run(Output output) throws IOException {
    try (OpenOnce<BlockSource> files = new OpenOnce<>(BlockDevices::openSource)) {
      BlockSource source = files.open(data);
      BlockSource area = files.open(hash);
      VerityLayout layout = tree.layout(source, area);
      RootHash trusted = RootHashInput.read(layout.algorithm(), rootHash, rootHashFile);
      if (fec.device().isPresent()) {
        BlockSource parity = files.open(fec.device().get());
        return inspect(output, source, area, parity, layout, trusted);
      }
      return report > 0
          ? inspect(output, source, area, layout, trusted)
          : verify(output, source, area, layout, trusted);
    }
  }

  private int inspect(
      Output output,
      BlockSource source,
      BlockSource area,
      BlockSource parity,
      VerityLayout layout,
      RootHash trusted)
      throws IOException {
    FecReport result =
        FecVerifier.inspect(
            source,
            area,
            parity,
            layout,
            fec.layout(layout, data, hash, area.sizeBytes(), layout.dataBytes()),
            trusted,
            report,
            VerityCommand.options(output));
    ObjectNode json = FecForms.print(output, result, false);
    json.put("verified", result.isClean());
    json.put("root_hash", trusted.hex());
    json.put("data_blocks", layout.dataBlocks());
    HashingForms.put(json, layout.algorithm());
    output.result(json);
    return result.isClean() ? ExitCode.OK : ExitCode.DATA_REFUSED;
  }

  private static int verify(
      Output output, BlockSource data, BlockSource hash, VerityLayout layout, RootHash trusted)
      throws IOException {
    VerityProof proof =
        VerityVerifier.verify(data, hash, layout, trusted, VerityCommand.options(output));
    output.line(
        "verified " + proof.dataBlocks() + " blocks against root hash " + proof.rootHash().hex());
    ObjectNode json = Output.object();
    json.put("verified", true);
    json.put("root_hash", proof.rootHash().hex());
    json.put("data_blocks", proof.dataBlocks());
    HashingForms.put(json, layout.algorithm());
    output.result(json);
    return ExitCode.OK;
  }

  private int inspect(
      Output output, BlockSource data, BlockSource hash, VerityLayout layout, RootHash trusted)
      throws IOException {
    VerityReport result =
        VerityVerifier.inspect(data, hash, layout, trusted, report, VerityCommand.options(output));
    ObjectNode json = Output.object();
    json.put("verified", result.isClean());
    json.put("data_blocks", result.dataBlocks());
    json.put("corrupt_data_blocks", result.corruptDataBlocks());
    json.put("corrupt_hash_blocks", result.corruptHashBlocks());
    json.put("unverifiable_data_blocks", result.unverifiableDataBlocks());
    HashingForms.put(json, layout.algorithm());
    ArrayNode issues = json.putArray("issues");
    for (CorruptBlock block : result.issues()) {
      output.line(block.toString());
      FecForms.put(issues, block);
    }
    output.line(
        result.corruptDataBlocks()
            + " bad data blocks, "
            + result.corruptHashBlocks()
            + " bad hash blocks, "
            + result.unverifiableDataBlocks()
            + " data blocks that could not be verified");
    output.result(json);
    return result.isClean() ? ExitCode.OK : ExitCode.DATA_REFUSED;
  }
}
