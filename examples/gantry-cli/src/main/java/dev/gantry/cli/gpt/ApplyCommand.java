// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.gpt;

import dev.gantry.cli.ExitCode;
import dev.gantry.cli.GantryCommand;
import dev.gantry.cli.Output;
import dev.gantry.core.StateConflictException;
import dev.gantry.partition.GptTable;
import dev.gantry.partition.disk.CommandTableNotifier;
import dev.gantry.partition.disk.PartitionedDisk;
import dev.gantry.partition.disk.TableEditResult;
import dev.gantry.partition.layout.LayoutIssue;
import dev.gantry.partition.layout.LayoutPlan;
import dev.gantry.partition.layout.LayoutReport;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code gantry gpt apply}. */
@Command(
    name = "apply",
    description = {
      "Gives a disk a layout: makes a table where there is none, and adds what is missing.",
      "Partitions in their place stay; where others would be lost it refuses."
    })
public final class ApplyCommand extends GantryCommand {
  @Parameters(paramLabel = "DISK", description = "Disk image or block device.")
  private Path disk = Path.of("");

  @Mixin private LayoutOptions layout = new LayoutOptions();

  @Option(
      names = "--unsafe-replace",
      description = "Replace the partition table whatever it has: partitions are lost.")
  private boolean unsafeReplace;

  @Option(
      names = "--unsafe-allow-mounted",
      description = "Change the table even while partitions of the disk are in use.")
  private boolean unsafeAllowMounted;

  @Option(names = "--dry-run", description = "Say what would be done, and change nothing.")
  private boolean dryRun;

  /** Called by the command line. */
  public ApplyCommand() {}

  @Override
  protected int run(Output output) throws IOException {
    PartitionedDisk.Builder session =
        PartitionedDisk.builder(disk)
            .sectorSizeBytes(layout.sectorSizeBytes())
            .notifier(CommandTableNotifier.partx());
    if (unsafeAllowMounted) {
      session.unsafeAllowMounted();
    }
    try (PartitionedDisk open = session.open()) {
      LayoutReport report =
          LayoutReport.inspect(layout.read(), layout.sectorSizeBytes(), open.device());
      report.issues().forEach(issue -> output.line("differs: " + issue));
      LayoutPlan plan = report.plan().orElseThrow(() -> refused(report));
      boolean nothingToDo = report.matches() || dryRun;
      Optional<TableEditResult> done =
          nothingToDo ? Optional.empty() : Optional.of(apply(open, report, plan));
      LayoutForms.print(output, plan);
      output.line(
          done.map(result -> "written; the kernel: " + TableForms.words(result.kernel()))
              .orElse(report.matches() ? "the disk has this layout" : "nothing was changed"));
      ObjectNode root = LayoutForms.json(plan);
      root.put("changed", done.isPresent());
      done.ifPresent(result -> root.put("kernel", result.kernel().status().name()));
      LayoutForms.putIssues(root, report.issues());
      output.result(root);
      return ExitCode.OK;
    }
  }

  private TableEditResult apply(PartitionedDisk open, LayoutReport report, LayoutPlan plan)
      throws IOException {
    SecureRandom random = new SecureRandom();
    Optional<GptTable> old = report.table();
    if (unsafeReplace) {
      return open.unsafeReplace(plan.table(random));
    }
    boolean otherShape =
        report.issues().stream().anyMatch(i -> i.kind() == LayoutIssue.Kind.TABLE_DIFFERS);
    if (report.destroysData() || otherShape) {
      throw refused(report);
    }
    if (old.isEmpty()) {
      return open.create(plan.table(random));
    }
    return open.edit(current -> plan.table(current, random));
  }

  private StateConflictException refused(LayoutReport report) {
    return new StateConflictException(
        "LAYOUT_CONFLICT",
        "applying a layout to " + disk,
        report.issues().stream().map(LayoutIssue::toString).collect(Collectors.joining("; ")),
        "a disk that can have the layout without losing partitions; --unsafe-replace gives up"
            + " what is there, where it fits");
  }
}
