// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.settings;

import dev.gantry.core.Version;
import dev.gantry.settings.extension.VariantSettings;
import dev.gantry.settings.server.RuleCheck;
import dev.gantry.settings.store.KnownSettings;
import dev.gantry.settings.store.SettingsStore;
import dev.gantry.settings.store.StoreOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.InstantSource;
import picocli.CommandLine.Option;

/** How a store is opened. */
final class ModelVersionOption {
  @Option(
      names = "--model-version",
      paramLabel = "VERSION",
      defaultValue = VariantOptions.BUILT_IN_RELEASE,
      description = "Version of the settings' model in the store; default ${DEFAULT-VALUE}.")
  private Version version = Version.parse(VariantOptions.BUILT_IN_RELEASE);

  /** Opens a store, and makes it if there is none. */
  SettingsStore open(Path store, VariantSettings variant) throws IOException {
    if (Files.exists(store) && !Files.isDirectory(store)) {
      throw new NotDirectoryException(store.toString());
    }
    return SettingsStore.open(store, options(variant));
  }

  /** Opens a store that has to be there, so that a wrong name does not make an empty one. */
  SettingsStore openExisting(Path store, VariantSettings variant) throws IOException {
    return SettingsStore.openExisting(store, options(variant));
  }

  private StoreOptions options(VariantSettings variant) {
    return StoreOptions.builder(version, InstantSource.system())
        .known(KnownSettings.of(variant.model()))
        .defaults(variant.defaults().layers())
        .check(new RuleCheck(variant.model()))
        .build();
  }
}
