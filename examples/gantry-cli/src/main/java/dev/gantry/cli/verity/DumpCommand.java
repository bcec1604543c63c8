// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.verity;

import dev.gantry.cli.ExitCode;
import dev.gantry.cli.GantryCommand;
import dev.gantry.cli.Output;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.verity.VerityLayout;
import dev.gantry.verity.VeritySuperblock;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code gantry verity dump}. */
@Command(name = "dump", description = "Shows the superblock of HASH; nothing of it is verified.")
final class DumpCommand extends GantryCommand {
  @Parameters(index = "0", paramLabel = "HASH", description = "Hash image or device.")
  private Path hash = Path.of("");

  @Option(
      names = "--hash-offset",
      paramLabel = "BYTES",
      description = "Where the superblock is, a multiple of 512; default 0.")
  private long hashOffset;

  @Override
  protected int run(Output output) throws IOException {
    try (BlockSource source = BlockDevices.openSource(hash)) {
      VeritySuperblock superblock = VeritySuperblock.read(source, hashOffset);
      VerityLayout layout = VerityLayout.of(superblock, hashOffset);
      SuperblockText.lines(superblock).forEach(output::line);
      output.line("Hash blocks:     " + layout.treeBytes() / layout.hashBlockSizeBytes());
      output.line("Levels:          " + layout.levels());
      output.line("Tree offset:     " + layout.treeOffsetBytes() + " [bytes]");
      ObjectNode json = Output.object();
      SuperblockText.put(json, superblock);
      json.put("levels", layout.levels());
      json.put("tree_offset_bytes", layout.treeOffsetBytes());
      json.put("tree_bytes", layout.treeBytes());
      output.result(json);
      return ExitCode.OK;
    }
  }
}
