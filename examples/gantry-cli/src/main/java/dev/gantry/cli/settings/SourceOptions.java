// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.settings;

import dev.gantry.settings.LayeredSettings;
import dev.gantry.settings.extension.VariantSettings;
import dev.gantry.settings.schema.Profile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where settings come from: a store, or documents of user data, over the variant's defaults. */
final class SourceOptions {
  @Option(names = "--store", paramLabel = "DIR", description = "A store of settings.")
  private @Nullable Path store;

  @Option(
      names = "--user-data",
      paramLabel = "FILE",
      description =
          "A document of user data, - for standard input; may come several times, later ones are"
              + " stronger.")
  private List<Path> userData = List.of();

  @Mixin private final ModelVersionOption model = new ModelVersionOption();

  LayeredSettings settings(VariantSettings variant, Profile profile) throws IOException {
    if (store != null && !userData.isEmpty()) {
      throw new IllegalArgumentException("--store and --user-data: expected one of them");
    }
    return store == null
        ? Documents.read(variant, profile, userData).settings()
        : model.openExisting(store, variant).layered();
  }
}
