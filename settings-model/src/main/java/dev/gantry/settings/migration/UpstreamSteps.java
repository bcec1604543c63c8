// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.migration;

import dev.gantry.settings.MalformedKeyException;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.ListValue;
import dev.gantry.settings.SettingValue.StringValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the kinds of {@link UpstreamMigration} have in common. */
final class UpstreamSteps {
  private static final String SETTINGS = "settings";

  private UpstreamSteps() {}

  /** The key of a setting below the outermost name; empty for anything else. */
  static Optional<SettingKey> key(String setting) {
    try {
      SettingKey key = SettingKey.parse(setting);
      return key.depth() > 1 && key.names().get(0).equals(SETTINGS)
          ? Optional.of(key.relativeTo(SettingKey.of(SETTINGS)))
          : Optional.empty();
    } catch (MalformedKeyException e) {
      return Optional.empty();
    }
  }

  static UpstreamData without(UpstreamData data, Predicate<String> which) {
    SortedMap<String, SettingValue> next = new TreeMap<>(data.data());
    next.keySet().removeIf(which);
    return data.withData(next);
  }

  static UpstreamData withoutMetadata(UpstreamData data, Map<String, List<String>> names) {
    UpstreamData next = data;
    for (Map.Entry<String, List<String>> entry : names.entrySet()) {
      if (next.metadata().containsKey(entry.getKey())) {
        SortedMap<String, SettingValue> values = new TreeMap<>(next.metadataOf(entry.getKey()));
        entry.getValue().forEach(name -> values.remove(name));
        next = next.withMetadata(entry.getKey(), values);
      }
    }
    return next;
  }

  static UpstreamData replace(
      UpstreamData data, String setting, SettingValue before, SettingValue after) {
    return before.equals(data.data().get(setting)) ? data.withValue(setting, after) : data;
  }

  static UpstreamData replaceMetadata(
      UpstreamData data, String setting, String name, SettingValue before, SettingValue after) {
    if (!before.equals(data.metadataOf(setting).get(name))) {
      return data;
    }
    SortedMap<String, SettingValue> values = new TreeMap<>(data.metadataOf(setting));
    values.put(name, after);
    return data.withMetadata(setting, values);
  }

  static void requireTexts(String setting, @Nullable SettingValue value)
      throws MigrationFailedException {
    if (value instanceof ListValue list
        && !list.items().stream().allMatch(StringValue.class::isInstance)) {
      throw new MigrationFailedException(
          setting, "a list with something else than strings in it", null);
    }
  }

  static UpstreamData template(
      UpstreamData data,
      String setting,
      String name,
      String before,
      String after,
      UpstreamMigration.Renderer renderer)
      throws MigrationFailedException {
    SettingValue value = data.data().get(setting);
    if (value == null) {
      return data;
    }
    if (!(value instanceof StringValue text)) {
      throw new MigrationFailedException(setting, value.kind() + ", expected a string", null);
    }
    if (!SettingValue.of(before).equals(data.metadataOf(setting).get(name))
        || !runs(name, before)) {
      return data;
    }
    UpstreamData next =
        replaceMetadata(data, setting, name, SettingValue.of(before), SettingValue.of(after));
    return renderer.render(before, next).equals(text.value())
        ? next.withValue(setting, SettingValue.of(renderer.render(after, next)))
        : next;
  }

  private static boolean runs(String name, String command) {
    return name.equals("template") || command.strip().startsWith("schnauzer-v2");
  }
}
