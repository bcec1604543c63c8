// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.gpt;

import dev.gantry.cli.ExitCode;
import dev.gantry.cli.Output;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.partition.GptRepairPlan;
import dev.gantry.partition.GptWriteStep;
import dev.gantry.partition.disk.PartitionedDisk;
import java.io.IOException;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code gantry gpt repair}. */
@Command(
    name = "repair",
    description = {
      "Rebuilds a bad copy of the table from the good one, and a protective MBR that is missing.",
      "If both copies are bad, nothing is written."
    })
final class RepairCommand extends TableVerb {
  @Option(
      names = "--protective-mbr",
      description = {
        "Then replace the records of sector 0 by the protective one, also those of a hybrid MBR:",
        "systems that know no GPT lose their partitions."
      })
  private boolean protectiveMbr;

  @Override
  protected int run(Output output) throws IOException {
    if (isDryRun()) {
      try (BlockSource source = BlockDevices.openSource(disk())) {
        return report(output, GptRepairPlan.of(source), false);
      }
    }
    try (PartitionedDisk session = open()) {
      GptRepairPlan plan = GptRepairPlan.of(session.device());
      session.repair(plan);
      if (protectiveMbr) {
        session.writeProtectiveMbr();
      }
      return report(output, plan, true);
    }
  }

  private int report(Output output, GptRepairPlan plan, boolean written) {
    ObjectNode root = Output.object();
    boolean nothing = plan.steps().isEmpty() && !protectiveMbr;
    root.put("changed", written && !nothing);
    if (isDryRun()) {
      root.put("dry_run", true);
    }
    root.put("used_copy", plan.found().usedCopy().name());
    ArrayNode issues = root.putArray("issues");
    plan.found()
        .issues()
        .forEach(
            issue -> {
              output.line("issue: " + issue.kind() + ": " + issue.detail());
              issues.addObject().put("kind", issue.kind().name()).put("detail", issue.detail());
            });
    ArrayNode steps = root.putArray("steps");
    for (GptWriteStep step : plan.steps()) {
      output.line(
          (written ? "wrote " : "would write ")
              + step.part().name().toLowerCase(Locale.ROOT).replace('_', ' ')
              + ": "
              + step.content().size()
              + " bytes at byte "
              + step.offsetBytes());
      steps
          .addObject()
          .put("part", step.part().name())
          .put("offset_bytes", step.offsetBytes())
          .put("size_bytes", step.content().size());
    }
    if (protectiveMbr) {
      output.line((written ? "wrote" : "would write") + " the record of a protective MBR");
      root.put("protective_mbr", true);
    }
    if (nothing) {
      output.line("there is nothing to repair");
    }
    output.result(root);
    return ExitCode.OK;
  }
}
