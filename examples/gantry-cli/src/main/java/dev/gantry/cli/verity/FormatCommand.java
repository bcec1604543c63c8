// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.verity;

import dev.gantry.cli.ExitCode;
import dev.gantry.cli.GantryCommand;
import dev.gantry.cli.Output;
import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.verity.VerityFormatter;
import dev.gantry.verity.VerityLayout;
import dev.gantry.verity.VerityOptions;
import dev.gantry.verity.VerityParameters;
import dev.gantry.verity.VerityTable;
import dev.gantry.verity.VerityTree;
import dev.gantry.verity.fec.FecFormatter;
import dev.gantry.verity.fec.FecLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  @Mixin private final FecOptions fec = new FecOptions();

  @Option(
      names = "--root-hash-file",
      paramLabel = "FILE",
      description = "Writes the root hash there as well.")
  private @Nullable Path rootHashFile;

  /** A tree, and its parity if there is one. */
  private record Made(VerityTree tree, Optional<FecLayout> parity) {}

  @Override
  protected int run(Output output) throws IOException {
    boolean existed = Files.exists(hash);
    boolean inOne = existed && Files.isSameFile(data, hash);
    if (inOne && tree.hashOffset() == 0) {
      throw new IllegalArgumentException(
          "DATA and HASH are the same file: the tree would overwrite the data;"
              + " give a --hash-offset behind it");
    }
    List<Path> created = new ArrayList<>();
    boolean complete = false;
    Made made;
    try {
      made = format(inOne, created, output);
      complete = true;
    } finally {
      for (Path file : complete ? List.<Path>of() : created) {
        Files.deleteIfExists(file);
      }
    }
    if (rootHashFile != null) {
      Files.write(rootHashFile, made.tree.rootHash().hex().getBytes(StandardCharsets.US_ASCII));
    }
    print(output, made);
    return ExitCode.OK;
  }

  private static void print(Output output, Made made) {
    VerityTree tree = made.tree;
    SuperblockText.lines(tree.superblock()).forEach(output::line);
    ObjectNode json = Output.object();
    json.put("root_hash", tree.rootHash().hex());
    SuperblockText.put(json, tree.superblock());
    json.put("tree_offset_bytes", tree.layout().treeOffsetBytes());
    json.put("hash_area_bytes", tree.hashAreaBytes());
    json.put("uncovered_data_bytes", tree.uncoveredDataBytes());
    VerityTable.Builder table = VerityTable.builder("DATA", "HASH", tree.layout(), tree.rootHash());
    made.parity.ifPresent(
        layout -> {
          FecOptions.print(output, json, layout);
          table.option(FecOptions.option("FEC", layout));
        });
    output.line("Root hash:       " + tree.rootHash().hex());
    json.put("data_partition_guid", tree.rootHash().dataPartitionGuid().toString());
    json.put("hash_partition_guid", tree.rootHash().hashPartitionGuid().toString());
    if (tree.uncoveredDataBytes() > 0) {
      output.line("warning: the last " + tree.uncoveredDataBytes() + " bytes are not covered");
    }
    json.put("table", table.build().tableLine());
    HashingForms.put(json, tree.layout().algorithm());
    output.result(json);
  }

  /** Makes tree and parity; the files that are made are added to the list. */
  private Made format(boolean inOne, List<Path> created, Output output) throws IOException {
    VerityOptions options = VerityCommand.options(output);
    try (BlockSource source = BlockDevices.openSource(data)) {
      VerityParameters parameters = tree.parameters(source, inOne);
      long available = source.sizeBytes() / parameters.dataBlockSizeBytes();
      long blocks = Math.max(1, parameters.dataBlocks().orElse(available));
      // Nothing is to be seen of a size that no data asks for: the formatter refuses it.
      boolean fits = blocks <= available;
      long treeEnd = VerityFormatter.hashAreaBytes(blocks, parameters);
      Optional<FecLayout> parity = Optional.empty();
      if (fits && fec.device().isPresent()) {
        long hashBytes = Math.max(treeEnd, sizeOf(hash));
        VerityLayout layout = parameters.layout(blocks);
        boolean all = parameters.dataBlocks().isEmpty();
        long dataEnd = all ? source.sizeBytes() : layout.dataBytes();
        parity = Optional.of(fec.layout(layout, data, hash, hashBytes, dataEnd));
      }
      long hashEnd = treeEnd;
      if (parity.isPresent() && fec.isIn(hash)) {
        hashEnd = parity.get().endBytes();
      }
      VerityTree made;
      try (BlockDevice target = open(hash, fits ? hashEnd : 0, created)) {
        BlockSource input = inOne ? target : source;
        made = VerityFormatter.format(input, target, parameters, options);
        if (parity.isPresent()) {
          writeParity(input, target, parity.get(), created, options);
        }
      }
      return new Made(made, parity);
    }
  }

  private void writeParity(
      BlockSource input,
      BlockDevice target,
      FecLayout layout,
      List<Path> created,
      VerityOptions options)
      throws IOException {
    if (fec.isIn(hash)) {
      FecFormatter.format(input, target, target, layout, options);
      return;
    }
    try (BlockDevice parity = open(fec.required(), layout.endBytes(), created)) {
      FecFormatter.format(input, target, parity, layout, options);
    }
  }

  private static long sizeOf(Path file) throws IOException {
    if (!Files.exists(file)) {
      return 0;
    }
    try (BlockSource source = BlockDevices.openSource(file)) {
      return source.sizeBytes();
    }
  }

  /** Opens a file that is to have a size at least; makes it, or makes it longer. */
  private static BlockDevice open(Path file, long needed, List<Path> created) throws IOException {
    if (!Files.exists(file)) {
      created.add(file);
      return BlockDevices.create(file, needed, BlockDevice.DEFAULT_LOGICAL_BLOCK_SIZE_BYTES);
    }
    if (Files.isRegularFile(file) && Files.size(file) < needed) {
      extend(file, needed);
    }
    return BlockDevices.open(file);
  }

  private static void extend(Path file, long size) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      while (last.hasRemaining()) {
        channel.write(last, size - 1);
      }
    }
  }
}
