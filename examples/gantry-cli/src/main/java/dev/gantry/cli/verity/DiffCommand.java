// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.verity;

import dev.gantry.cli.ExitCode;
import dev.gantry.cli.GantryCommand;
import dev.gantry.cli.Output;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.verity.RootHash;
import dev.gantry.verity.VerityDiff;
import dev.gantry.verity.VerityLayout;
import dev.gantry.verity.VeritySuperblock;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code gantry verity diff}. */
@Command(
    name = "diff",
    description = {
      "Lists the data blocks that differ between two versions, from their trees alone.",
      "Both trees need the same salt."
    })
final class DiffCommand extends GantryCommand {
  @Parameters(index = "0", paramLabel = "OLD_HASH", description = "Hash image of the old data.")
  private Path oldHash = Path.of("");

  @Parameters(index = "1", paramLabel = "OLD_ROOT_HASH", description = "Its root hash, in hex.")
  private String oldRoot = "";

  @Parameters(index = "2", paramLabel = "NEW_HASH", description = "Hash image of the new data.")
  private Path newHash = Path.of("");

  @Parameters(index = "3", paramLabel = "NEW_ROOT_HASH", description = "Its root hash, in hex.")
  private String newRoot = "";

  @Override
  protected int run(Output output) throws IOException {
    try (BlockSource before = BlockDevices.openSource(oldHash);
        BlockSource after = BlockDevices.openSource(newHash)) {
      ObjectNode json = Output.object();
      ArrayNode ranges = json.putArray("changed");
      VerityDiff diff =
          VerityDiff.compare(
              version(before, oldRoot),
              version(after, newRoot),
              range -> {
                output.line(range.first() + "-" + (range.end() - 1));
                if (output.isJson()) {
                  ranges.addObject().put("first", range.first()).put("count", range.count());
                }
              },
              VerityCommand.options(output));
      output.line(diff.changedBlocks() + " of " + diff.newBlocks() + " blocks differ");
      json.put("old_blocks", diff.oldBlocks());
      json.put("new_blocks", diff.newBlocks());
      json.put("changed_blocks", diff.changedBlocks());
      json.put("compared_hash_blocks", diff.comparedHashBlocks());
      output.result(json);
      return ExitCode.OK;
    }
  }

  private static VerityDiff.Version version(BlockSource hash, String root) throws IOException {
    VerityLayout layout = VerityLayout.of(VeritySuperblock.read(hash));
    return new VerityDiff.Version(hash, layout, RootHash.parse(layout.algorithm(), root));
  }
}
