// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.gpt;

import dev.gantry.cli.ExitCode;
import dev.gantry.cli.GantryCommand;
import dev.gantry.cli.Output;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.partition.GptReader;
import dev.gantry.partition.GptTable;
import dev.gantry.partition.LbaRange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code gantry gpt free}. */
@Command(name = "free", description = "Lists what is free between the partitions.")
final class FreeCommand extends GantryCommand {
  @Parameters(paramLabel = "DISK", description = "Disk image or block device.")
  private Path disk = Path.of("");

  @Override
  protected int run(Output output) throws IOException {
    GptTable table;
    try (BlockSource source = BlockDevices.openSource(disk)) {
      table = GptReader.read(source).table();
    }
    int size = table.sectorSizeBytes();
    ObjectNode root = Output.object();
    root.put("sector_size_bytes", size);
    ArrayNode ranges = root.putArray("free");
    output.line(String.format(Locale.ROOT, "%12s %12s %12s %10s", "first", "last", "count", "MiB"));
    for (LbaRange range : table.freeRanges()) {
      output.line(
          String.format(
              Locale.ROOT,
              "%12d %12d %12d %10.1f",
              range.firstLba(),
              range.lastLba(),
              range.sectorCount(),
              range.sectorCount() * (double) size / 1048576.0));
      TableForms.put(ranges.addObject(), range, size);
    }
    table
        .largestFreeRange()
        .ifPresent(
            range -> {
              output.line("the largest is from " + range.firstLba() + " to " + range.lastLba());
              TableForms.put(root.putObject("largest"), range, size);
            });
    output.result(root);
    return ExitCode.OK;
  }
}
