// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.settings;

import dev.gantry.core.Version;
import dev.gantry.settings.LayeredSettings;
import dev.gantry.settings.extension.VariantSettings;
import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.server.RuleCheck;
import dev.gantry.settings.store.KnownSettings;
import dev.gantry.settings.store.SettingsStore;
import dev.gantry.settings.store.StoreOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where settings come from: a store, or documents of user data, over the variant's defaults. */
final class SourceOptions {
  @Option(names = "--store", paramLabel = "DIR", description = "A store of settings.")
  private @Nullable Path store;

  @Option(
      names = "--user-data",
      paramLabel = "FILE",
      description = "A document of user data; may come several times, later ones are stronger.")
  private List<Path> userData = List.of();

  @Option(
      names = "--model-version",
      paramLabel = "VERSION",
      defaultValue = ModelOptions.BUILT_IN_RELEASE,
      description = "Version of the settings' model in the store; default ${DEFAULT-VALUE}.")
  private String modelVersion = ModelOptions.BUILT_IN_RELEASE;

  LayeredSettings settings(VariantSettings variant, Profile profile) throws IOException {
    if (store != null && !userData.isEmpty()) {
      throw new IllegalArgumentException("--store and --user-data: expected one of them");
    }
    return store == null
        ? Documents.read(variant, profile, userData).settings()
        : openExisting(variant).layered();
  }

  /** Opens a store that has to be there, so that a wrong name does not make an empty one. */
  SettingsStore openExisting(VariantSettings variant) throws IOException {
    if (store != null && !Files.isDirectory(store)) {
      throw new NoSuchFileException(store.toString());
    }
    return open(variant);
  }

  SettingsStore open(VariantSettings variant) throws IOException {
    if (store == null) {
      throw new IllegalArgumentException("--store is missing, expected the directory of a store");
    }
    return SettingsStore.open(
        store,
        StoreOptions.builder(Version.parse(modelVersion), InstantSource.system())
            .known(KnownSettings.of(variant.model()))
            .defaults(variant.defaults().layers())
            .check(new RuleCheck(variant.model()))
            .build());
  }
}
