// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.verity;

import dev.gantry.cli.ExitCode;
import dev.gantry.cli.GantryCommand;
import dev.gantry.cli.Output;
import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.verity.VerityLayout;
import dev.gantry.verity.fec.FecRepairer;
import dev.gantry.verity.fec.FecReport;
import dev.gantry.verity.fec.FecVerifier;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** {@code gantry verity repair}. */
@Command(
    name = "repair",
    description = {
      "Repairs DATA and HASH in place from the parity of --fec-device.",
      "Nothing is written that the root hash does not verify. The exit code is 4 if damage is",
      "left.",
      "Where the superblock is lost, give --no-superblock and what it said."
    })
final class RepairCommand extends GantryCommand {
  @Mixin private final VerifiedImage image = new VerifiedImage();

  @Option(
      names = "--report",
      paramLabel = "N",
      defaultValue = "16",
      description = "List up to N bad blocks of each kind. Default: ${DEFAULT-VALUE}.")
  private int report;

  @Option(names = "--dry-run", description = "Say what could be repaired, and change nothing.")
  private boolean dryRun;

  @Override
  protected int run(Output output) throws IOException {
    Path parity = image.requiredParity();
    FecReport result = dryRun ? inspect(output, parity) : repair(output, parity);
    ObjectNode json = FecForms.print(output, result, !dryRun);
    json.put("changed", !dryRun && isChange(result));
    if (dryRun) {
      json.put("dry_run", true);
      output.line("nothing was changed");
    }
    output.result(json);
    return result.isRepairable() ? ExitCode.OK : ExitCode.DATA_REFUSED;
  }

  private static boolean isChange(FecReport result) {
    return result.repairableBlocks() > 0 || result.damagedParityRounds() > 0;
  }

  private FecReport inspect(Output output, Path parity) throws IOException {
    try (OpenOnce<BlockSource> files = new OpenOnce<>(BlockDevices::openSource)) {
      BlockSource source = files.open(image.data());
      BlockSource area = files.open(image.hash());
      VerityLayout layout = image.layout(source, area);
      return FecVerifier.inspect(
          source,
          area,
          files.open(parity),
          layout,
          image.fecLayout(layout, area),
          image.trusted(layout),
          report,
          VerityCommand.options(output));
    }
  }

  private FecReport repair(Output output, Path parity) throws IOException {
    try (OpenOnce<BlockDevice> files = new OpenOnce<>(BlockDevices::open)) {
      BlockDevice source = files.open(image.data());
      BlockDevice area = files.open(image.hash());
      VerityLayout layout = image.layout(source, area);
      return FecRepairer.repair(
          source,
          area,
          files.open(parity),
          layout,
          image.fecLayout(layout, area),
          image.trusted(layout),
          report,
          VerityCommand.options(output));
    }
  }
}
