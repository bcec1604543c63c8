// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.verity;

import dev.gantry.cli.GantryCommand;
import dev.gantry.cli.Output;
import dev.gantry.verity.VerityOptions;
import picocli.CommandLine.Command;

/** {@code gantry verity}. */
@Command(
    name = "verity",
    description = "Makes, verifies, repairs, signs, compares and describes dm-verity hash trees.",
    subcommands = {
      DiffCommand.class,
      DumpCommand.class,
      FormatCommand.class,
      RepairCommand.class,
      SignCommand.class,
      TableCommand.class,
      VerifyCommand.class,
      VerifySignatureCommand.class
    })
public final class VerityCommand {
  /** Called by picocli. */
  public VerityCommand() {}

  static VerityOptions options(Output output) {
    return VerityOptions.builder()
        .progress(output.progress())
        .cancellation(GantryCommand.cancellation())
        .build();
  }
}
