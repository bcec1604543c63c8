// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.settings;

import dev.gantry.cli.ExitCode;
import dev.gantry.cli.GantryCommand;
import dev.gantry.cli.Output;
import dev.gantry.settings.datastore.BottlerocketDatastore;
import dev.gantry.settings.datastore.DatastoreContents;
import dev.gantry.settings.datastore.DatastoreExchange;
import dev.gantry.settings.extension.VariantSettings;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gantry settings export}. */
@Command(
    name = "export",
    description = "Writes effective settings, secrets too, as a Bottlerocket data store.")
final class ExportCommand extends GantryCommand {
  @Mixin private final ModelOptions model = new ModelOptions();
  @Mixin private final SourceOptions source = new SourceOptions();

  @Option(
      names = "--like",
      paramLabel = "DIR",
      description = "A data store whose metadata, services and files are written too.")
  private @Nullable Path like;

  @Parameters(index = "0", paramLabel = "DIR", description = "A directory to make.")
  private Path directory = Path.of("");

  @Override
  protected int run(Output output) throws IOException {
    VariantSettings variant = model.variant();
    DatastoreContents rest =
        like == null
            ? DatastoreContents.builder().build()
            : BottlerocketDatastore.readDirectory(like);
    DatastoreContents contents =
        DatastoreExchange.toDatastore(source.settings(variant, model.profile()).effective(), rest);
    BottlerocketDatastore.writeDirectory(directory, contents);
    output.line("wrote " + contents.live().size() + " values to " + directory);
    output.result(Output.object().put("values", contents.live().size()));
    return ExitCode.OK;
  }
}
