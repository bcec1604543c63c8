// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.artefact;

import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.ListValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingValue.NumberValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.TreeMap;

/** Puts a JSON object together. */
final class JsonObject {
  private final TreeMap<String, SettingValue> entries = new TreeMap<>();

  JsonObject put(String name, SettingValue value) {
    entries.put(name, value);
    return this;
  }

  JsonObject put(String name, String value) {
    return put(name, SettingValue.of(value));
  }

  JsonObject put(String name, boolean value) {
    return put(name, SettingValue.of(value));
  }

  JsonObject put(String name, long value) {
    return put(name, SettingValue.of(value));
  }

  JsonObject put(String name, double value) {
    return put(name, new NumberValue(BigDecimal.valueOf(value)));
  }

  JsonObject put(String name, Collection<? extends SettingValue> items) {
    return put(name, new ListValue(new ArrayList<>(items)));
  }

  JsonObject put(String name, JsonObject value) {
    return put(name, value.build());
  }

  JsonObject putTexts(String name, Collection<String> texts) {
    return put(name, SettingValue.strings(texts.toArray(String[]::new)));
  }

  JsonObject putIf(boolean condition, String name, String value) {
    return condition ? put(name, value) : this;
  }

  JsonObject putAll(MapValue other) {
    entries.putAll(other.entries());
    return this;
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  MapValue build() {
    return new MapValue(entries);
  }
}
