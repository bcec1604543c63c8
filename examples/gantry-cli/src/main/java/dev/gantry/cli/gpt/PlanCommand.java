// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.gpt;

import dev.gantry.cli.ExitCode;
import dev.gantry.cli.GantryCommand;
import dev.gantry.cli.Output;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.partition.layout.DiskLayout;
import dev.gantry.partition.layout.LayoutIssue;
import dev.gantry.partition.layout.LayoutReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** {@code gantry gpt plan}. */
@Command(
    name = "plan",
    description = "Shows a layout with numbers for one disk, and how a disk differs from it.")
public final class PlanCommand extends GantryCommand {
  @Mixin private LayoutOptions layout = new LayoutOptions();

  @Option(
      names = "--size",
      paramLabel = "SIZE",
      converter = ByteSize.class,
      description = "Size of a disk, for example 8GiB; Bottlerocket's layouts have their own.")
  private @Nullable Long sizeBytes;

  @Option(
      names = "--disk",
      paramLabel = "DISK",
      description = "Disk image or block device to compare with; it is only read.")
  private @Nullable Path disk;

  /** Called by the command line. */
  public PlanCommand() {}

  @Override
  protected int run(Output output) throws IOException {
    DiskLayout read = layout.read();
    Path path = disk;
    if (path == null) {
      long size = sizeBytes == null ? layout.naturalSizeBytes() : sizeBytes;
      if (size == 0) {
        throw new IllegalArgumentException("--size or --disk is needed");
      }
      var plan = read.plan(layout.sectorSizeBytes(), size);
      LayoutForms.print(output, plan);
      output.result(LayoutForms.json(plan));
      return ExitCode.OK;
    }
    LayoutReport report;
    try (BlockSource source = BlockDevices.openSource(path)) {
      report = LayoutReport.inspect(read, layout.sectorSizeBytes(), source);
    }
    print(output, report);
    return report.matches() ? ExitCode.OK : ExitCode.STATE_CONFLICT;
  }

  private static void print(Output output, LayoutReport report) {
    report.plan().ifPresent(plan -> LayoutForms.print(output, plan));
    List<LayoutIssue> issues = report.issues();
    issues.forEach(issue -> output.line("differs: " + issue));
    if (issues.isEmpty()) {
      output.line("the disk has this layout");
    }
    ObjectNode root = report.plan().map(LayoutForms::json).orElseGet(Output::object);
    root.put("matches", report.matches());
    root.put("destroys_data", report.destroysData());
    LayoutForms.putIssues(root, issues);
    output.result(root);
  }
}
