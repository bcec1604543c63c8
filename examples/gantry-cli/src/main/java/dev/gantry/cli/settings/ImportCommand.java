// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.settings;

import dev.gantry.cli.GantryCommand;
import dev.gantry.cli.Output;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.datastore.BottlerocketDatastore;
import dev.gantry.settings.datastore.DatastoreContents;
import dev.gantry.settings.datastore.DatastoreExchange;
import dev.gantry.settings.extension.VariantSettings;
import dev.gantry.settings.store.RevisionInfo;
import dev.gantry.settings.store.SettingsStore;
import dev.gantry.settings.store.StoreContents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gantry settings import}. */
@Command(
    name = "import",
    description = {
      "Takes the settings of a Bottlerocket data store into a store, in the place of what it has.",
      "Generated settings are told by the variant's generators."
    })
final class ImportCommand extends GantryCommand {
  @Mixin private final VariantOptions model = new VariantOptions();
  @Mixin private final StoreOption store = new StoreOption();

  @Option(
      names = "--keep-defaults",
      description = "Take values that are the variant's defaults for the user's.")
  private boolean keepDefaults;

  @Parameters(
      index = "0",
      paramLabel = "DIR",
      description = "The directory that holds live, for example datastore/current.")
  private Path directory = Path.of("");

  @Override
  protected int run(Output output) throws IOException {
    VariantSettings variant = model.variant();
    if (!Files.isDirectory(directory)) {
      throw new NotDirectoryException(directory.toString());
    }
    DatastoreContents contents = BottlerocketDatastore.readDirectory(directory);
    Set<SettingKey> generated = variant.generators().keySet();
    DatastoreExchange exchange =
        DatastoreExchange.of(directory.toString())
            .takingForGenerated((key, value) -> generated.stream().anyMatch(key::startsWith));
    DatastoreExchange chosen =
        keepDefaults ? exchange : exchange.leavingOutDefaults(variant.defaults().effective());
    SettingsStore opened = store.open(variant);
    StoreContents next = chosen.toStore(contents, opened.options().modelVersion());
    return CommitForms.print(
        output,
        opened.rewrite(RevisionInfo.Action.IMPORT, "gantry settings import", before -> next));
  }
}
