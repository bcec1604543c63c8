// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.settings;

import dev.gantry.cli.InputFile;
import dev.gantry.settings.InvalidSettingsException;
import dev.gantry.settings.LayerKind;
import dev.gantry.settings.LayeredSettings;
import dev.gantry.settings.Violation;
import dev.gantry.settings.extension.VariantSettings;
import dev.gantry.settings.input.BoundSettings;
import dev.gantry.settings.input.DiagnosticRenderer;
import dev.gantry.settings.input.InputLimits;
import dev.gantry.settings.input.SettingsBinder;
import dev.gantry.settings.input.SettingsDocument;
import dev.gantry.settings.input.UserData;
import dev.gantry.settings.schema.Profile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Documents of user data, each laid over the ones before it and the variant's defaults. */
final class Documents {
  private final VariantSettings variant;
  private final List<BoundSettings> bound = new ArrayList<>();
  private LayeredSettings settings;

  private Documents(VariantSettings variant) {
    this.variant = variant;
    this.settings = variant.defaults();
  }

  static Documents read(VariantSettings variant, Profile profile, List<Path> files)
      throws IOException {
    InputFile.check(files);
    Documents documents = new Documents(variant);
    for (Path file : files) {
      documents.add(file, profile);
    }
    return documents;
  }

  private void add(Path file, Profile profile) throws IOException {
    SettingsBinder binder = SettingsBinder.of(variant.model(), profile).over(settings.effective());
    String name = InputFile.name(file);
    InputLimits limits = InputLimits.defaults();
    BoundSettings next =
        UserData.parse(name, InputFile.read(file, limits.maxBytes()), binder, limits);
    bound.add(next);
    if (next.violations().isEmpty()) {
      settings = settings.with(next.toLayer(LayerKind.USER_DATA, name));
    }
  }

  List<Violation> violations() {
    return bound.stream().flatMap(each -> each.violations().stream()).toList();
  }

  /** Returns violations as a compiler shows its errors. */
  String rendered() {
    List<SettingsDocument> documents = bound.stream().map(BoundSettings::document).toList();
    return DiagnosticRenderer.of(variant.model(), documents).render(violations());
  }

  LayeredSettings settings() throws InvalidSettingsException {
    if (!violations().isEmpty()) {
      throw new InvalidSettingsException(violations());
    }
    return settings;
  }
}
