// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.gpt;

import dev.gantry.cli.ExitCode;
import dev.gantry.cli.GantryCommand;
import dev.gantry.cli.Output;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.partition.GptReadResult;
import dev.gantry.partition.GptReader;
import dev.gantry.partition.GptTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code gantry gpt show}. */
@Command(
    name = "show",
    description = {
      "Shows a disk's partition table, which copy was read, and what is wrong.",
      "With N it shows one partition in full."
    })
final class ShowCommand extends GantryCommand {
  @Parameters(index = "0", paramLabel = "DISK", description = "Disk image or block device.")
  private Path disk = Path.of("");

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "N",
      description = "The number of a partition.")
  private @Nullable Integer number;

  @Override
  protected int run(Output output) throws IOException {
    GptReadResult result;
    try (BlockSource source = BlockDevices.openSource(disk)) {
      result = GptReader.read(source);
    }
    GptTable table = result.table();
    if (number != null) {
      TableForms.print(output, table, TableVerb.partition(table, number));
      return ExitCode.OK;
    }
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
    TableForms.print(output, table);
    result.issues().forEach(i -> output.line("issue: " + i.kind() + ": " + i.detail()));
    ObjectNode root = TableForms.json(table);
    root.put("used_copy", result.usedCopy().name());
    root.put("loader_accepts", result.loaderAccepts());
    ArrayNode issues = root.putArray("issues");
    result
        .issues()
        .forEach(i -> issues.addObject().put("kind", i.kind().name()).put("detail", i.detail()));
    output.result(root);
    return ExitCode.OK;
  }
}
