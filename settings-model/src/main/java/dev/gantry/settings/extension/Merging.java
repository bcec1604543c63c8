// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.extension;

import dev.gantry.settings.schema.Field;
import dev.gantry.settings.schema.Namespace;
import dev.gantry.settings.schema.SettingType;
import dev.gantry.settings.schema.SettingType.MapType;
import dev.gantry.settings.schema.SettingType.ObjectType;
import java.util.LinkedHashMap;
import java.util.Map;

/** Adds the keys of one extension to a namespace of another. */
final class Merging {
  private Merging() {}

  static Namespace merge(Namespace known, Namespace added, String extension) {
    return new Namespace(
        known.name(),
        merge(known.type(), added.type(), known.name(), extension),
        known.description(),
        known.since());
  }

  private static SettingType merge(
      SettingType known, SettingType added, String at, String extension) {
    if (!(known instanceof ObjectType one) || !(added instanceof ObjectType other)) {
      throw new IllegalArgumentException("extension " + extension + " defines " + at + " again");
    }
    Map<String, Field> fields = new LinkedHashMap<>(one.fields());
    for (Field field : other.fields().values()) {
      Field before = fields.get(field.name());
      String place = at + "." + field.name();
      if (before == null) {
        refuseName(one, field, place, extension);
        fields.put(field.name(), field);
      } else {
        fields.put(
            field.name(), withType(before, merge(before.type(), field.type(), place, extension)));
      }
    }
    MapType others = one.others();
    if (others != null && other.others() != null) {
      throw new IllegalArgumentException(
          "extension " + extension + " defines the names in " + at + " again");
    }
    return new ObjectType(
        one.name(), one.recordClass(), fields, others == null ? other.others() : others);
  }

  private static void refuseName(ObjectType known, Field field, String place, String extension) {
    boolean taken =
        known.field(field.name()).isPresent()
            || field.aliases().stream().anyMatch(alias -> known.field(alias).isPresent());
    if (taken) {
      throw new IllegalArgumentException(
          "extension " + extension + " takes a name of another key for " + place);
    }
  }

  private static Field withType(Field field, SettingType type) {
    return new Field(
        field.name(),
        field.aliases(),
        type,
        field.required(),
        field.secret(),
        field.description(),
        field.since(),
        field.deprecated());
  }
}
