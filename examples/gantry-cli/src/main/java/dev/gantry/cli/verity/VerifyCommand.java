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
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
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
  @Mixin private final VerifiedImage image = new VerifiedImage();

  @Option(
      names = "--report",
      paramLabel = "N",
      defaultValue = "0",
      description = "Go on after the first bad block and list up to N.")
  private int report;

  @Override
  protected int run(Output output) throws IOException {
    try (OpenOnce<BlockSource> files = new OpenOnce<>(BlockDevices::openSource)) {
      BlockSource source = files.open(image.data());
      BlockSource area = files.open(image.hash());
      VerityLayout layout = image.layout(source, area);
      RootHash trusted = image.trusted(layout);
      if (image.parity().isPresent()) {
        BlockSource parity = files.open(image.parity().get());
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
            image.fecLayout(layout, area),
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
