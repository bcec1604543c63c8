// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.settings;

import dev.gantry.cli.ExitCode;
import dev.gantry.cli.GantryCommand;
import dev.gantry.cli.Output;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingsJson;
import dev.gantry.settings.artefact.JsonSchemas;
import dev.gantry.settings.extension.VariantSettings;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gantry settings schema}. */
@Command(
    name = "schema",
    description = "Prints the JSON Schema (2020-12) of a variant's user data.")
final class SchemaCommand extends GantryCommand {
  @Mixin private final ModelOptions model = new ModelOptions();

  @Option(
      names = "--api",
      description = "The schema of settings in the API, without the table settings around them.")
  private boolean api;

  @Override
  protected int run(Output output) throws IOException {
    VariantSettings variant = model.variant();
    String title = "Settings of " + variant.name();
    MapValue schema =
        api
            ? JsonSchemas.settings(
                variant.model(), model.profile(), title, variant.defaults().effective())
            : JsonSchemas.document(
                variant.model(), model.profile(), title, variant.defaults().effective());
    output.document(SettingsJson.writePretty(schema));
    return ExitCode.OK;
  }
}
