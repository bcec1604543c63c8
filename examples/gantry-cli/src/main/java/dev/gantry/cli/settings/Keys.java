// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.settings;

import dev.gantry.settings.MalformedKeyException;
import dev.gantry.settings.SettingKey;
import java.util.ArrayList;
import java.util.List;

/** Keys on the command line, with or without {@code settings} before them. */
final class Keys {
  private Keys() {}

  /** Reads keys; no key is the key of all settings. */
  static List<SettingKey> parse(List<String> texts) throws MalformedKeyException {
    List<SettingKey> keys = new ArrayList<>();
    for (String text : texts) {
      keys.add(parse(text));
    }
    return keys.isEmpty() ? List.of(SettingKey.root()) : keys;
  }

  static SettingKey parse(String text) throws MalformedKeyException {
    SettingKey key = SettingKey.parse(text);
    SettingKey settings = SettingKey.of("settings");
    return key.startsWith(settings) ? key.relativeTo(settings) : key;
  }
}
