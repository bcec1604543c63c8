// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.settings;

import dev.gantry.cli.Output;
import dev.gantry.settings.LayeredSettings.LayerDefinition;
import dev.gantry.settings.Origin;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingsJson;
import dev.gantry.settings.SettingsTree;
import dev.gantry.settings.schema.SettingsModel;
import tools.jackson.databind.JsonNode;

/** How values are shown: secrets are not, unless the user asks for them. */
record Shown(SettingsModel model, boolean secrets) {
  private static final String HIDDEN = "(secret)";

  String value(SettingKey key, SettingValue value) {
    return secrets || !model.isSecret(key) ? SettingsJson.write(value) : HIDDEN;
  }

  /** The value as programs see it; a secret is the text that stands for it. */
  JsonNode json(SettingKey key, SettingValue value) {
    SettingValue shown = secrets || !model.isSecret(key) ? value : SettingValue.of(HIDDEN);
    return Output.parse(SettingsJson.write(shown));
  }

  /** Replaces what must not be shown by a text that says so. */
  SettingsTree tree(SettingsTree tree) {
    SettingsTree shown = tree;
    for (SettingKey key : tree.leaves().keySet()) {
      if (!secrets && model.isSecret(key)) {
        shown = shown.with(key, SettingValue.of(HIDDEN));
      }
    }
    return shown;
  }

  static String origin(LayerDefinition definition) {
    Origin origin = definition.definition().origin();
    String text = definition.kind().title() + ", " + origin;
    if (origin.transaction() != null) {
      text += ", transaction " + origin.transaction();
    }
    return origin.time() == null ? text : text + ", " + origin.time();
  }
}
