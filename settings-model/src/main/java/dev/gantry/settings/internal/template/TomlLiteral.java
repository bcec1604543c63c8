// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.internal.template;

import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.ListValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingValue.NumberValue;
import dev.gantry.settings.SettingValue.StringValue;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Writes values as TOML on one line where that is possible, in the style of Bottlerocket's TOML
 * library: literal strings where they save escapes.
 */
final class TomlLiteral {
  private TomlLiteral() {}

  static String of(SettingValue value) {
    if (value instanceof StringValue text) {
      return string(text.value());
    }
    if (value instanceof ListValue list) {
      StringJoiner items = new StringJoiner(", ", "[", "]");
      list.items().forEach(item -> items.add(of(item)));
      return items.toString();
    }
    if (value instanceof MapValue map) {
      return map(map);
    }
    return value instanceof NumberValue number ? NumberText.plain(number) : ValueText.scalar(value);
  }

  private static String map(MapValue map) {
    if (map.entries().isEmpty()) {
      return "{}";
    }
    StringJoiner entries = new StringJoiner(", ", "{ ", " }");
    for (Map.Entry<String, SettingValue> entry : map.entries().entrySet()) {
      entries.add(key(entry.getKey()) + " = " + of(entry.getValue()));
    }
    return entries.toString();
  }

  private static String key(String name) {
    boolean bare =
        !name.isEmpty()
            && name.chars()
                .allMatch(
                    c ->
                        (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || c == '_'
                            || c == '-');
    if (bare) {
      return name;
    }
    boolean literal = name.indexOf('"') >= 0 || name.indexOf('\\') >= 0;
    boolean plain = name.chars().allMatch(c -> c != '\'' && c >= ' ' && c != 0x7f);
    return literal && plain ? "'" + name + "'" : '"' + escaped(name, false) + '"';
  }

  private static String string(String text) {
    boolean lines = text.indexOf('\n') >= 0;
    if (gainsFromLiteral(text) && canBeLiteral(text)) {
      if (lines) {
        return "'''\n" + text + "'''";
      }
      return text.indexOf('\'') >= 0 ? "'''" + text + "'''" : "'" + text + "'";
    }
    return lines ? "\"\"\"\n" + escaped(text, true) + "\"\"\"" : '"' + escaped(text, false) + '"';
  }

  private static boolean gainsFromLiteral(String text) {
    return text.indexOf('\\') >= 0 || text.indexOf('"') >= 0;
  }

  private static boolean canBeLiteral(String text) {
    return !text.contains("'''")
        && !text.endsWith("'")
        && text.chars().allMatch(c -> c == '\t' || c == '\n' || (c >= ' ' && c != 0x7f));
  }

  private static String escaped(String text, boolean keepLines) {
    StringBuilder all = new StringBuilder(text.length() + 8);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\b' -> all.append("\\b");
        case '\t' -> all.append("\\t");
        case '\n' -> all.append(keepLines ? "\n" : "\\n");
        case '\f' -> all.append("\\f");
        case '\r' -> all.append("\\r");
        case '"' -> all.append("\\\"");
        case '\\' -> all.append("\\\\");
        default -> {
          if (c < ' ' || c == 0x7f) {
            all.append(String.format(Locale.ROOT, "\\u%04X", (int) c));
          } else {
            all.append(c);
          }
        }
      }
    }
    return all.toString();
  }
}
