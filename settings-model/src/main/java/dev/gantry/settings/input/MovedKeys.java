// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.input;

import dev.gantry.settings.SettingKey;
import dev.gantry.settings.internal.document.Suggestions;
import dev.gantry.settings.schema.Field;
import dev.gantry.settings.schema.Namespace;
import dev.gantry.settings.schema.SettingType;
import dev.gantry.settings.schema.SettingType.ObjectType;
import dev.gantry.settings.schema.SettingsModel;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds keys that were written below the wrong table. Not safe for use by many threads. */
final class MovedKeys {
  /** Deeper types are not looked at; types may hold themselves. */
  private static final int MAX_DEPTH = 8;

  private final SettingsModel model;
  private @Nullable Map<String, Optional<SettingKey>> places;

  MovedKeys(SettingsModel model) {
    this.model = model;
  }

  /** Finds the only key of the model with this last name; empty if there are none or several. */
  Optional<SettingKey> find(String name) {
    Map<String, Optional<SettingKey>> known = places;
    if (known == null) {
      known = new HashMap<>();
      for (Namespace namespace : model.namespaces().values()) {
        add(known, SettingKey.of(namespace.name()), namespace.type());
      }
      places = known;
    }
    return known.getOrDefault(Suggestions.plain(name), Optional.empty());
  }

  private static void add(
      Map<String, Optional<SettingKey>> known, SettingKey key, SettingType type) {
    String last = Suggestions.plain(key.names().get(key.depth() - 1));
    known.merge(last, Optional.of(key), (one, other) -> Optional.empty());
    if (type instanceof ObjectType object && key.depth() < MAX_DEPTH) {
      for (Field field : object.fields().values()) {
        add(known, key.child(field.name()), field.type());
      }
    }
  }
}
