// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.settings;

import dev.gantry.cli.ExitCode;
import dev.gantry.cli.GantryCommand;
import dev.gantry.cli.Output;
import picocli.CommandLine.Command;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code gantry settings variants}. */
@Command(name = "variants", description = "Lists the variants whose settings are known.")
final class VariantsCommand extends GantryCommand {
  @Override
  protected int run(Output output) {
    ObjectNode result = Output.object();
    ArrayNode all = result.putArray("variants");
    for (String name : VariantOptions.variants()) {
      output.line(name);
      all.add(name);
    }
    output.result(result);
    return ExitCode.OK;
  }
}
