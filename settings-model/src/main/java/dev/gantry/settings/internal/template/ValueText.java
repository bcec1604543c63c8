// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.internal.template;

import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.BooleanValue;
import dev.gantry.settings.SettingValue.ListValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingValue.NumberValue;
import dev.gantry.settings.SettingValue.StringValue;
import org.jspecify.annotations.Nullable;

/** What values are as text and as truth, as the engine of Bottlerocket has it. */
final class ValueText {
  private ValueText() {}

  /** Returns a value as a tag writes it, before escaping. */
  static String of(@Nullable SettingValue value) {
    if (value instanceof ListValue list) {
      StringBuilder all = new StringBuilder("[");
      for (SettingValue item : list.items()) {
        all.append(of(item)).append(", ");
      }
      return all.append(']').toString();
    }
    return value instanceof MapValue ? "[object]" : scalar(value);
  }

  /** Returns a scalar as text; nothing, lists and maps give an empty text. */
  static String scalar(@Nullable SettingValue value) {
    if (value instanceof StringValue text) {
      return text.value();
    }
    if (value instanceof NumberValue number) {
      return NumberText.of(number);
    }
    return value instanceof BooleanValue truth ? String.valueOf(truth.value()) : "";
  }

  static boolean isScalar(@Nullable SettingValue value) {
    return value instanceof StringValue
        || value instanceof NumberValue
        || value instanceof BooleanValue;
  }

  static boolean isTrue(@Nullable SettingValue value, boolean includeZero) {
    if (value instanceof BooleanValue truth) {
      return truth.value();
    }
    if (value instanceof NumberValue number) {
      return includeZero || Math.abs(NumberText.toDouble(number)) >= Double.MIN_NORMAL;
    }
    if (value instanceof StringValue text) {
      return !text.value().isEmpty();
    }
    if (value instanceof ListValue list) {
      return !list.items().isEmpty();
    }
    return value instanceof MapValue map && !map.entries().isEmpty();
  }

  static String escaped(String text) {
    StringBuilder all = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '<' -> all.append("&lt;");
        case '>' -> all.append("&gt;");
        case '"' -> all.append("&quot;");
        case '&' -> all.append("&amp;");
        case '\'' -> all.append("&#x27;");
        case '`' -> all.append("&#x60;");
        case '=' -> all.append("&#x3D;");
        default -> all.append(c);
      }
    }
    return all.toString();
  }
}
