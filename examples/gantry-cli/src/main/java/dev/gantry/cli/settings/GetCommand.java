// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.settings;

import dev.gantry.cli.ExitCode;
import dev.gantry.cli.GantryCommand;
import dev.gantry.cli.Output;
import dev.gantry.settings.SettingsJson;
import dev.gantry.settings.SettingsTree;
import dev.gantry.settings.extension.VariantSettings;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gantry settings get}. */
@Command(name = "get", description = "Prints settings as JSON, defaults too.")
final class GetCommand extends GantryCommand {
  @Mixin private final ModelOptions model = new ModelOptions();
  @Mixin private final SourceOptions source = new SourceOptions();

  @Option(names = "--show-secrets", description = "Show secrets in the clear.")
  private boolean secrets;

  @Parameters(
      arity = "0..*",
      paramLabel = "KEY",
      description = "Keys of settings or of tables of them; none for all.")
  private List<String> keys = List.of();

  @Override
  protected int run(Output output) throws IOException {
    VariantSettings variant = model.variant();
    SettingsTree found =
        source.settings(variant, model.profile()).effective().at(Keys.parse(keys, variant));
    output.document(
        SettingsJson.writePretty(new Shown(variant.model(), secrets).tree(found).toMap()));
    return found.isEmpty() ? ExitCode.NOTHING_TO_DO : ExitCode.OK;
  }
}
