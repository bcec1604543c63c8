// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.extension;

import dev.gantry.core.Text;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.schema.Namespace;
import dev.gantry.settings.schema.RecordTypes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Asks extensions, and says which one it was if they answer wrongly. */
final class Vendors {
  /** Its namespaces are what others add to, whatever their names. */
  private static final String FIRST = "bottlerocket";

  private final Map<String, String> owners = new TreeMap<>();

  static List<SettingsExtension> sorted(Iterable<? extends SettingsExtension> extensions) {
    List<SettingsExtension> sorted = new ArrayList<>();
    for (SettingsExtension extension : extensions) {
      String name = extension.name();
      if (name == null || name.isEmpty()) {
        throw new IllegalArgumentException(
            "extension " + extension.getClass().getName() + " has no name, expected one");
      }
      sorted.add(extension);
    }
    sorted.sort(Comparator.comparing(SettingsExtension::name));
    for (int i = 1; i < sorted.size(); i++) {
      if (sorted.get(i).name().equals(sorted.get(i - 1).name())) {
        throw new IllegalArgumentException("two extensions are named " + sorted.get(i).name());
      }
    }
    return List.copyOf(sorted);
  }

  /** The extensions in the order in which they add to namespaces. */
  static List<SettingsExtension> merged(List<SettingsExtension> sorted) {
    List<SettingsExtension> merged = new ArrayList<>(sorted);
    merged.sort(Comparator.comparing(extension -> !extension.name().equals(FIRST)));
    return merged;
  }

  /** What an extension says; a failure has the extension's name. */
  static <T> List<T> said(SettingsExtension extension, String method, Supplier<List<T>> what) {
    List<T> said;
    try {
      said = what.get();
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "extension " + extension.name() + ", " + method + ": " + e, e);
    }
    if (said == null || said.stream().anyMatch(each -> each == null)) {
      throw new IllegalArgumentException(
          "extension " + extension.name() + ", " + method + ": gave null, expected a list");
    }
    return List.copyOf(said);
  }

  static List<Namespace> namespaces(SettingsExtension extension) {
    List<Namespace> all = new ArrayList<>();
    for (Class<? extends Record> each : said(extension, "records", extension::records)) {
      try {
        all.add(RecordTypes.namespace(each));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "extension " + extension.name() + ": " + e.getMessage(), e);
      }
    }
    all.addAll(said(extension, "namespaces", extension::namespaces));
    for (Namespace namespace : all) {
      if (!SettingKey.of(namespace.name()).isStorable()) {
        throw new IllegalArgumentException(
            "extension "
                + extension.name()
                + ": namespace "
                + Text.quote(namespace.name())
                + ": expected a name of letters, digits, _ and -");
      }
    }
    return all;
  }

  /** Refuses a second owner of a name. */
  void claim(SettingsExtension extension, String kind, String name) {
    String other = owners.putIfAbsent(kind + " " + name, extension.name());
    if (other != null) {
      throw new IllegalArgumentException(
          "extensions "
              + other
              + " and "
              + extension.name()
              + ": two "
              + kind
              + "s are named "
              + name);
    }
  }
}
