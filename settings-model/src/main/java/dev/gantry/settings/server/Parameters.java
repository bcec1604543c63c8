// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.server;

import dev.gantry.settings.MalformedKeyException;
import dev.gantry.settings.SettingKey;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Reads the parameters that several routes have. */
final class Parameters {
  static final String SETTINGS = "settings";

  private Parameters() {}

  static String transaction(ApiRequest request) throws BadRequestException {
    String name = request.parameter("tx").orElse("default");
    if (name.isEmpty() || name.length() > 255) {
      throw new BadRequestException(
          400, "Name of a transaction has " + name.length() + " characters");
    }
    return name;
  }

  /** Reads a list with commas; commas in quoted names of keys do not separate. */
  static List<String> list(ApiRequest request, String name) throws BadRequestException {
    String text =
        request
            .parameter(name)
            .orElseThrow(
                () -> new BadRequestException(400, "Missing required input '" + name + "'"));
    if (text.isEmpty()) {
      throw new BadRequestException(400, "Input '" + name + "' cannot be empty");
    }
    List<String> items = new ArrayList<>();
    StringBuilder item = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      quoted ^= c == '"';
      if (c == ',' && !quoted) {
        items.add(item.toString());
        item.setLength(0);
      } else {
        item.append(c);
      }
    }
    items.add(item.toString());
    return items;
  }

  static SortedSet<SettingKey> keys(ApiRequest request, String name)
      throws BadRequestException, MalformedKeyException {
    SortedSet<SettingKey> keys = new TreeSet<>();
    for (String text : list(request, name)) {
      keys.add(key(text));
    }
    return keys;
  }

  /** Reads a key with or without {@code settings} before it. */
  static SettingKey key(String text) throws MalformedKeyException {
    SettingKey key = SettingKey.parse(text);
    return key.names().get(0).equals(SETTINGS) && key.depth() > 1
        ? key.relativeTo(SettingKey.of(SETTINGS))
        : key;
  }

  static String written(SettingKey key) {
    return SettingKey.of(SETTINGS).resolve(key).toString();
  }

  static List<String> written(Iterable<SettingKey> keys) {
    List<String> names = new ArrayList<>();
    keys.forEach(key -> names.add(written(key)));
    return names;
  }

  /** Reads a prefix that implies a name before it, as {@code GET /settings?prefix=} does. */
  static String prefix(ApiRequest request, String implied) throws BadRequestException {
    String prefix = request.parameter("prefix").orElse("");
    if (prefix.isEmpty()) {
      throw new BadRequestException(400, "Input 'prefix' cannot be empty");
    }
    return prefix.startsWith(implied) ? prefix : implied + "." + prefix;
  }
}
