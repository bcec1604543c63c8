// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.datastore;

import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.ListValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingValue.StringValue;
import dev.gantry.settings.SettingsJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * JSON as the crate {@code serde_json} writes it: slashes and what is not ASCII as they are, and
 * control characters with a short escape or four lower-case digits.
 */
final class JsonText {
  private JsonText() {}

  static String write(SettingValue value) {
    if (value instanceof StringValue string) {
      return quote(string.value());
    }
    List<String> parts = new ArrayList<>();
    if (value instanceof ListValue list) {
      list.items().forEach(item -> parts.add(write(item)));
      return "[" + String.join(",", parts) + "]";
    }
    if (value instanceof MapValue map) {
      map.entries().forEach((name, inner) -> parts.add(quote(name) + ":" + write(inner)));
      return "{" + String.join(",", parts) + "}";
    }
    return SettingsJson.write(value);
  }

  private static String quote(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ') {
            out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append('"').toString();
  }
}
