// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.template;

import dev.gantry.core.GantryException;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.ListValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingValue.StringValue;
import dev.gantry.settings.SettingsJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Reads the files of vectors, and renders for tests. */
final class Vectors {
  private Vectors() {}

  static SettingValue read(String name) {
    try (InputStream in = Objects.requireNonNull(Vectors.class.getResourceAsStream(name), name)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return SettingsJson.read(name, text).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<SettingValue> list(SettingValue value) {
    return ((ListValue) value).items();
  }

  static Optional<SettingValue> get(SettingValue map, String name) {
    return Optional.ofNullable(((MapValue) map).entries().get(name));
  }

  static String text(SettingValue map, String name) {
    return ((StringValue) get(map, name).orElseThrow()).value();
  }

  static MapValue json(String text) {
    try {
      return SettingsJson.readMap("test", text.replace('\'', '"'));
    } catch (GantryException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
