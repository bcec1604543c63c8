// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.settings;

import dev.gantry.cli.Output;
import dev.gantry.core.LimitExceededException;
import dev.gantry.settings.InvalidSettingsException;
import dev.gantry.settings.MalformedKeyException;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.Violation;
import dev.gantry.settings.extension.VariantSettings;
import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.server.SettingsEdits;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Keys on the command line, with or without {@code settings} before them. */
final class Keys {
  private Keys() {}

  /** Reads keys that the variant has; no key is the key of all settings. */
  static List<SettingKey> parse(List<String> texts, VariantSettings variant)
      throws MalformedKeyException, LimitExceededException, InvalidSettingsException {
    List<SettingKey> keys = new ArrayList<>();
    List<Violation> unknown = new ArrayList<>();
    for (String text : texts) {
      SettingKey key = parse(text);
      keys.add(key);
      if (!key.isRoot() && variant.model().place(key).isEmpty()) {
        unknown.add(unknown(key, variant));
      }
    }
    if (!unknown.isEmpty()) {
      throw new InvalidSettingsException(unknown);
    }
    return keys.isEmpty() ? List.of(SettingKey.root()) : keys;
  }

  private static SettingKey parse(String text) throws MalformedKeyException {
    SettingKey key = SettingKey.parse(text);
    SettingKey settings = SettingKey.of("settings");
    return key.startsWith(settings) ? key.relativeTo(settings) : key;
  }

  /** Says what is wrong with a key, with the words that a patch would get that unsets it. */
  private static Violation unknown(SettingKey key, VariantSettings variant)
      throws LimitExceededException {
    ObjectNode patch = Output.object();
    ObjectNode table = patch;
    for (String name : key.parent().names()) {
      table = table.putObject(name);
    }
    table.putNull(key.lastName());
    Violation none =
        Violation.of("unknown-key", key, "there is no such setting in variant " + variant.name());
    try {
      SettingsEdits.of(variant.model(), Profile.COMPAT).patch(patch.toString());
      return none;
    } catch (InvalidSettingsException e) {
      return none.withSuggestion(e.violations().get(0).suggestion().orElse(null));
    }
  }
}
