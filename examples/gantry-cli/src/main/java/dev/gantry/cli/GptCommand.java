// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli;

import dev.gantry.cli.gpt.ApplyCommand;
import dev.gantry.cli.gpt.PlanCommand;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.partition.GptPartition;
import dev.gantry.partition.GptReadResult;
import dev.gantry.partition.GptReader;
import dev.gantry.partition.GptTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code gantry gpt}. */
@Command(
    name = "gpt",
    description = "Reads and plans partition tables.",
    subcommands = {GptCommand.Show.class, PlanCommand.class, ApplyCommand.class})
final class GptCommand {
  /** {@code gantry gpt show}. */
  @Command(
      name = "show",
      description = "Shows a disk's partition table, which copy was read, and what is wrong.")
  static final class Show extends GantryCommand {
    @Parameters(paramLabel = "DISK", description = "Disk image or block device.")
    private Path disk = Path.of("");

    @Override
    protected int run(Output output) throws IOException {
      GptReadResult result;
      try (BlockSource source = BlockDevices.openSource(disk)) {
        result = GptReader.read(source);
      }
      GptTable table = result.table();
      output.line("disk      " + disk + "  " + table.diskGuid());
      output.line(
          "sectors   "
              + table.sectorCount()
              + " of "
              + table.sectorSizeBytes()
              + " bytes, usable "
              + table.firstUsableLba()
              + ".."
              + table.lastUsableLba());
      output.line("read from " + result.usedCopy().name().toLowerCase(Locale.ROOT) + " copy");
      output.line(
          String.format(
              Locale.ROOT,
              "%3s %12s %12s %10s  %-16s  %s",
              "no.",
              "first",
              "last",
              "MiB",
              "attributes",
              "name"));
      for (GptPartition partition : table.partitions()) {
        output.line(
            String.format(
                Locale.ROOT,
                "%3d %12d %12d %10.1f  %016x  %s",
                partition.number(),
                partition.firstLba(),
                partition.lastLba(),
                partition.sizeBytes(table.sectorSizeBytes()) / 1048576.0,
                partition.attributes(),
                partition.name()));
      }
      result.issues().forEach(i -> output.line("issue: " + i.kind() + ": " + i.detail()));
      output.result(json(result));
      return ExitCode.OK;
    }

    private static ObjectNode json(GptReadResult result) {
      GptTable table = result.table();
      ObjectNode root = Output.object();
      root.put("disk_guid", table.diskGuid().toString());
      root.put("sector_size_bytes", table.sectorSizeBytes());
      root.put("sector_count", table.sectorCount());
      root.put("first_usable_lba", table.firstUsableLba());
      root.put("last_usable_lba", table.lastUsableLba());
      root.put("used_copy", result.usedCopy().name());
      root.put("loader_accepts", result.loaderAccepts());
      ArrayNode partitions = root.putArray("partitions");
      for (GptPartition partition : table.partitions()) {
        partitions
            .addObject()
            .put("number", partition.number())
            .put("name", partition.name())
            .put("type_guid", partition.typeGuid().toString())
            .put("unique_guid", partition.uniqueGuid().toString())
            .put("first_lba", partition.firstLba())
            .put("last_lba", partition.lastLba())
            .put("attributes", String.format(Locale.ROOT, "0x%016x", partition.attributes()));
      }
      ArrayNode issues = root.putArray("issues");
      result
          .issues()
          .forEach(i -> issues.addObject().put("kind", i.kind().name()).put("detail", i.detail()));
      return root;
    }
  }
}
