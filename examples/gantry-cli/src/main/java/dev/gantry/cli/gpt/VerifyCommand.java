// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.gpt;

import dev.gantry.cli.ExitCode;
import dev.gantry.cli.GantryCommand;
import dev.gantry.cli.Output;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.partition.GptFinding;
import dev.gantry.partition.GptFinding.Severity;
import dev.gantry.partition.GptReport;
import dev.gantry.partition.GptTable;
import dev.gantry.partition.GptVerifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code gantry gpt verify}. */
@Command(
    name = "verify",
    description = {
      "Looks for everything that is wrong with a disk's partition table and sector 0.",
      "A table that cannot be read is reported too. The exit code is 4 if there is an error."
    })
final class VerifyCommand extends GantryCommand {
  @Parameters(paramLabel = "DISK", description = "Disk image or block device.")
  private Path disk = Path.of("");

  @Option(
      names = "--alignment",
      paramLabel = "SIZE",
      converter = ByteSize.class,
      defaultValue = "" + GptTable.DEFAULT_ALIGNMENT_BYTES,
      description = "What partitions should begin at a multiple of (${DEFAULT-VALUE} bytes).")
  private long alignment;

  @Option(names = "--strict", description = "A warning is as bad as an error.")
  private boolean strict;

  @Override
  protected int run(Output output) throws IOException {
    GptReport report;
    try (BlockSource source = BlockDevices.openSource(disk)) {
      report = GptVerifier.inspect(source, alignment);
    }
    ObjectNode root = Output.object();
    boolean sound = report.atLeast(strict ? Severity.WARNING : Severity.ERROR).isEmpty();
    root.put("sound", sound).put("mbr", report.mbr().kind().name());
    ArrayNode findings = root.putArray("findings");
    for (GptFinding finding : report.findings()) {
      output.line(
          finding.severity().name().toLowerCase(Locale.ROOT)
              + ": "
              + finding.kind()
              + ": "
              + finding.where()
              + ": "
              + finding.found()
              + ", expected "
              + finding.expected());
      ObjectNode node = findings.addObject();
      node.put("severity", finding.severity().name())
          .put("kind", finding.kind().name())
          .put("where", finding.where())
          .put("found", finding.found())
          .put("expected", finding.expected());
      if (finding.offsetBytes() != GptFinding.UNKNOWN_OFFSET) {
        node.put("offset_bytes", finding.offsetBytes());
      }
    }
    output.line(sound ? "the table is sound" : "the table is not sound");
    output.result(root);
    return sound ? ExitCode.OK : ExitCode.DATA_REFUSED;
  }
}
