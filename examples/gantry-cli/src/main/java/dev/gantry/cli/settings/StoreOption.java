// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.settings;

import dev.gantry.settings.extension.VariantSettings;
import dev.gantry.settings.store.SettingsStore;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The store of settings that a verb works on. */
final class StoreOption {
  @Option(
      names = "--store",
      required = true,
      paramLabel = "DIR",
      description = "A store of settings.")
  private Path store = Path.of("");

  @Mixin private final ModelVersionOption model = new ModelVersionOption();

  SettingsStore open(VariantSettings variant) throws IOException {
    return model.open(store, variant);
  }

  SettingsStore openExisting(VariantSettings variant) throws IOException {
    return model.openExisting(store, variant);
  }
}
