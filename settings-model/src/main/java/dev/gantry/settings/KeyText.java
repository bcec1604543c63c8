// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads and writes the written form of a {@link SettingKey}. */
final class KeyText {
  private KeyText() {}

  static List<String> parse(String text) throws MalformedKeyException {
    if (text.isEmpty()) {
      throw new MalformedKeyException(text, 0, "is empty");
    }
    if (text.length() > SettingKey.MAX_STORABLE_BYTES) {
      throw new MalformedKeyException(
          text, SettingKey.MAX_STORABLE_BYTES, "has more than 255 bytes");
    }
    List<String> names = new ArrayList<>();
    StringBuilder name = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == '.' && !quoted) {
        finish(text, i, name, names);
      } else if (c == '.' || isPlain(c)) {
        name.append(c);
      } else {
        throw new MalformedKeyException(
            text, i, "has a character that no key may have: " + shown(c));
      }
    }
    if (quoted) {
      throw new MalformedKeyException(text, text.length(), "has unbalanced quotes");
    }
    finish(text, text.length(), name, names);
    return List.copyOf(names);
  }

  private static void finish(String text, int at, StringBuilder name, List<String> names)
      throws MalformedKeyException {
    if (name.isEmpty()) {
      boolean last = at == text.length();
      throw new MalformedKeyException(
          text, at, last ? "ends with a separator" : "has an empty name");
    }
    names.add(name.toString());
    name.setLength(0);
  }

  static String write(List<String> names) {
    StringBuilder text = new StringBuilder();
    for (String name : names) {
      if (!text.isEmpty()) {
        text.append('.');
      }
      if (!name.isEmpty() && name.chars().allMatch(c -> isPlain((char) c))) {
        text.append(name);
      } else {
        quote(name, text);
      }
    }
    return text.toString();
  }

  private static void quote(String name, StringBuilder text) {
    text.append('"');
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (Character.isISOControl(c)) {
        text.append(escaped(c));
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }

  static boolean isStorableName(String name) {
    return !name.isEmpty() && name.chars().allMatch(c -> c == '.' || isPlain((char) c));
  }

  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-'
        || c == '/';
  }

  private static String shown(char c) {
    return Character.isISOControl(c) || Character.isSurrogate(c) ? escaped(c) : "'" + c + "'";
  }

  private static String escaped(char c) {
    return String.format(Locale.ROOT, "\\u%04x", (int) c);
  }
}
