// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.gpt;

import dev.gantry.cli.Output;
import dev.gantry.core.Guid;
import dev.gantry.partition.layout.KnownTypes;
import dev.gantry.partition.layout.LayoutIssue;
import dev.gantry.partition.layout.LayoutPlan;
import dev.gantry.partition.layout.PlannedSpace;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The text and JSON forms of plans and of differences. */
final class LayoutForms {
  private LayoutForms() {}

  static void print(Output output, LayoutPlan plan) {
    output.line(
        String.format(
            Locale.ROOT,
            "%3s %12s %12s %10s  %-26s  %s",
            "no.",
            "first",
            "last",
            "MiB",
            "type",
            "name"));
    for (PlannedSpace space : plan.partitions()) {
      output.line(
          String.format(
              Locale.ROOT,
              "%3d %12d %12d %10.1f  %-26s  %s",
              space.number(),
              space.firstLba(),
              space.lastLba(),
              space.sizeBytes(plan.sectorSizeBytes()) / 1048576.0,
              type(space.spec().typeGuid()),
              space.spec().label()));
    }
  }

  static String type(Guid type) {
    return KnownTypes.nameOf(type).orElse(type.toString());
  }

  static ObjectNode json(LayoutPlan plan) {
    ObjectNode root = Output.object();
    root.put("sector_size_bytes", plan.sectorSizeBytes());
    root.put("disk_size_bytes", plan.diskSizeBytes());
    ArrayNode partitions = root.putArray("partitions");
    for (PlannedSpace space : plan.partitions()) {
      ObjectNode node =
          partitions
              .addObject()
              .put("number", space.number())
              .put("name", space.spec().label())
              .put("type_guid", space.spec().typeGuid().toString())
              .put("type", type(space.spec().typeGuid()))
              .put("first_lba", space.firstLba())
              .put("last_lba", space.lastLba())
              .put("size_bytes", space.sizeBytes(plan.sectorSizeBytes()))
              .put("attributes", String.format(Locale.ROOT, "0x%016x", space.spec().attributes()));
      space.spec().slot().ifPresent(slot -> node.put("slot", slot.toString()));
    }
    return root;
  }

  static void putIssues(ObjectNode root, List<LayoutIssue> issues) {
    ArrayNode array = root.putArray("issues");
    for (LayoutIssue issue : issues) {
      array
          .addObject()
          .put("kind", issue.kind().name())
          .put("partition", issue.partition())
          .put("destroys_data", issue.kind().destroysData())
          .put("detail", issue.detail());
    }
  }
}
