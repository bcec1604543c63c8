// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.internal.template;

import dev.gantry.core.GantryException;
import dev.gantry.core.LimitExceededException;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.ListValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingValue.NumberValue;
import dev.gantry.settings.SettingValue.StringValue;
import dev.gantry.settings.template.HelperCall;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;

/**
 * Writes values as TOML on one line where that is possible, in the style of Bottlerocket's TOML
 * library: literal strings where they save escapes.
 */
final class TomlLiteral {
  private static final BigDecimal MAX_INTEGER = BigDecimal.valueOf(Long.MAX_VALUE);

  private final HelperCall call;
  private final BoundedText out;

  private TomlLiteral(HelperCall call) {
    this.call = call;
    this.out = new BoundedText(call);
  }

  static String of(SettingValue value, HelperCall call) throws GantryException {
    TomlLiteral literal = new TomlLiteral(call);
    literal.write(value);
    return literal.out.toString();
  }

  private void write(SettingValue value) throws GantryException {
    if (value instanceof StringValue text) {
      string(text.value());
    } else if (value instanceof ListValue list) {
      String before = "[";
      for (SettingValue item : list.items()) {
        out.append(before);
        write(item);
        before = ", ";
      }
      out.append(list.items().isEmpty() ? "[]" : "]");
    } else if (value instanceof MapValue map) {
      map(map);
    } else if (value instanceof NumberValue number) {
      if (NumberText.isInteger(number) && number.value().compareTo(MAX_INTEGER) > 0) {
        throw call.failure("TOML has no integers larger than 9223372036854775807");
      }
      out.append(NumberText.plain(number));
    } else {
      out.append(ValueText.scalar(value));
    }
  }

  private void map(MapValue map) throws GantryException {
    String before = "{ ";
    for (Map.Entry<String, SettingValue> entry : map.entries().entrySet()) {
      out.append(before);
      key(entry.getKey());
      out.append(" = ");
      write(entry.getValue());
      before = ", ";
    }
    out.append(map.entries().isEmpty() ? "{}" : " }");
  }

  private void key(String name) throws LimitExceededException {
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
      out.append(name);
      return;
    }
    boolean literal = name.indexOf('"') >= 0 || name.indexOf('\\') >= 0;
    boolean plain = name.chars().allMatch(c -> c != '\'' && c >= ' ' && c != 0x7f);
    if (literal && plain) {
      quoted("'", name);
    } else {
      escaped("\"", "\"", name, false);
    }
  }

  private void string(String text) throws LimitExceededException {
    boolean lines = text.indexOf('\n') >= 0;
    if (gainsFromLiteral(text) && canBeLiteral(text)) {
      boolean triple = lines || text.indexOf('\'') >= 0;
      quoted(triple ? "'''" : "'", lines ? "\n" + text : text);
    } else if (lines) {
      escaped("\"\"\"\n", "\"\"\"", text, true);
    } else {
      escaped("\"", "\"", text, false);
    }
  }

  private static boolean gainsFromLiteral(String text) {
    return text.indexOf('\\') >= 0 || text.indexOf('"') >= 0;
  }

  private static boolean canBeLiteral(String text) {
    return !text.contains("'''")
        && !text.endsWith("'")
        && text.chars().allMatch(c -> c == '\t' || c == '\n' || (c >= ' ' && c != 0x7f));
  }

  private void quoted(String quotes, String text) throws LimitExceededException {
    out.append(quotes).append(text).append(quotes);
  }

  private void escaped(String open, String close, String text, boolean keepLines)
      throws LimitExceededException {
    out.append(open);
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      String escape = escape(text.charAt(i), keepLines);
      if (!escape.isEmpty()) {
        out.append(text.substring(start, i)).append(escape);
        start = i + 1;
      }
    }
    out.append(text.substring(start)).append(close);
  }

  /** Returns how a character is written; an empty text if it stays as it is. */
  private static String escape(char c, boolean keepLines) {
    return switch (c) {
      case '\b' -> "\\b";
      case '\t' -> "\\t";
      case '\n' -> keepLines ? "" : "\\n";
      case '\f' -> "\\f";
      case '\r' -> "\\r";
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      default -> c < ' ' || c == 0x7f ? String.format(Locale.ROOT, "\\u%04X", (int) c) : "";
    };
  }
}
