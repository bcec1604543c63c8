// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.verity;

import dev.gantry.cli.ExitCode;
import dev.gantry.cli.GantryCommand;
import dev.gantry.cli.Output;
import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.verity.VerityFormatter;
import dev.gantry.verity.VerityParameters;
import dev.gantry.verity.VerityTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code gantry verity format}. */
@Command(
    name = "format",
    description = "Writes superblock and hash tree of DATA to HASH and prints the root hash.")
final class FormatCommand extends GantryCommand {
  @Parameters(index = "0", paramLabel = "DATA", description = "Image or device to protect.")
  private Path data = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "HASH",
      description = {
        "Where to write; a file is made, or made longer, as needed.",
        "May be DATA, with --hash-offset behind the data."
      })
  private Path hash = Path.of("");

  @Mixin private final TreeOptions tree = new TreeOptions();

  @Option(
      names = "--root-hash-file",
      paramLabel = "FILE",
      description = "Writes the root hash there as well.")
  private @Nullable Path rootHashFile;

  @Override
  protected int run(Output output) throws IOException {
    boolean existed = Files.exists(hash);
    boolean inOne = existed && Files.isSameFile(data, hash);
    if (inOne && tree.hashOffset() == 0) {
      throw new IllegalArgumentException(
          "DATA and HASH are the same file: the tree would overwrite the data;"
              + " give a --hash-offset behind it");
    }
    VerityTree made = format(existed, inOne, output);
    if (rootHashFile != null) {
      Files.write(rootHashFile, made.rootHash().hex().getBytes(StandardCharsets.US_ASCII));
    }
    SuperblockText.lines(made.superblock()).forEach(output::line);
    output.line("Root hash:       " + made.rootHash().hex());
    if (made.uncoveredDataBytes() > 0) {
      output.line("warning: the last " + made.uncoveredDataBytes() + " bytes are not covered");
    }
    ObjectNode json = Output.object();
    json.put("root_hash", made.rootHash().hex());
    SuperblockText.put(json, made.superblock());
    json.put("tree_offset_bytes", made.layout().treeOffsetBytes());
    json.put("hash_area_bytes", made.hashAreaBytes());
    json.put("uncovered_data_bytes", made.uncoveredDataBytes());
    json.put("table", TableCommand.plain(made.layout(), made.rootHash()).tableLine());
    output.result(json);
    return ExitCode.OK;
  }

  private VerityTree format(boolean existed, boolean inOne, Output output) throws IOException {
    boolean complete = false;
    try (BlockSource source = BlockDevices.openSource(data)) {
      VerityParameters parameters = tree.parameters(source, inOne);
      try (BlockDevice target = openHash(source.sizeBytes(), parameters)) {
        VerityTree made =
            VerityFormatter.format(
                inOne ? target : source, target, parameters, VerityCommand.options(output));
        complete = true;
        return made;
      }
    } finally {
      if (!complete && !existed) {
        Files.deleteIfExists(hash);
      }
    }
  }

  private BlockDevice openHash(long dataBytes, VerityParameters parameters) throws IOException {
    long available = dataBytes / parameters.dataBlockSizeBytes();
    long blocks = Math.max(1, parameters.dataBlocks().orElse(available));
    long needed = VerityFormatter.hashAreaBytes(blocks, parameters);
    if (!Files.exists(hash)) {
      // Nothing is to be seen of a size that no data asks for.
      return BlockDevices.create(
          hash, blocks > available ? 0 : needed, BlockDevice.DEFAULT_LOGICAL_BLOCK_SIZE_BYTES);
    }
    if (Files.isRegularFile(hash) && Files.size(hash) < needed && blocks <= available) {
      extend(needed);
    }
    return BlockDevices.open(hash);
  }

  private void extend(long size) throws IOException {
    try (FileChannel channel = FileChannel.open(hash, StandardOpenOption.WRITE)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      while (last.hasRemaining()) {
        channel.write(last, size - 1);
      }
    }
  }
}
