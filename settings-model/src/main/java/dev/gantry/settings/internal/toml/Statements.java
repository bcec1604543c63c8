// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.internal.toml;

/** Guesses where statements start, in text that is not well written. */
final class Statements {
  private Statements() {}

  /** Tells whether text that starts a line is a key and an equals sign, or a header. */
  static boolean startAt(String text, int from) {
    boolean bracket = from < text.length() && text.charAt(from) == '[';
    return bracket ? isHeader(text, from) : equalsSign(text, from) >= 0;
  }

  /**
   * Tells the same, for lines that may be anything, for example the rest of a string: data in
   * base64 that end with equals signs are no statement.
   */
  static boolean surelyStartAt(String text, int from) {
    if (from < text.length() && text.charAt(from) == '[') {
      return isHeader(text, from);
    }
    int equals = equalsSign(text, from);
    int value = equals < 0 ? text.length() : skipBlanks(text, equals + 1);
    return value < text.length() && "=\r\n#".indexOf(text.charAt(value)) < 0;
  }

  /** Tells whether text that starts a line cannot be an item of a list. */
  static boolean isNoItem(String text, int from) {
    char first = from < text.length() ? text.charAt(from) : ' ';
    return first == '=' || (Character.isLetter(first) && !isWord(text, from, bareEnd(text, from)));
  }

  private static boolean isHeader(String text, int from) {
    int name = from + (text.startsWith("[[", from) ? 2 : 1);
    int end = bareEnd(text, name);
    return end > name && Character.isLetter(text.charAt(name)) && !isWord(text, name, end);
  }

  private static boolean isWord(String text, int from, int to) {
    return switch (text.substring(from, Math.min(to, from + 6))) {
      case "true", "false", "inf", "nan" -> true;
      default -> false;
    };
  }

  private static int equalsSign(String text, int from) {
    int i = from;
    while (true) {
      int name = i;
      i = nameEnd(text, i);
      if (i == name) {
        return -1;
      }
      i = skipBlanks(text, i);
      if (i >= text.length() || text.charAt(i) != '.') {
        return i < text.length() && text.charAt(i) == '=' ? i : -1;
      }
      i = skipBlanks(text, i + 1);
    }
  }

  private static int skipBlanks(String text, int from) {
    int i = from;
    while (i < text.length() && (text.charAt(i) == ' ' || text.charAt(i) == '\t')) {
      i++;
    }
    return i;
  }

  private static int bareEnd(String text, int from) {
    int i = from;
    while (i < text.length() && TomlKeys.isBare(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static int nameEnd(String text, int from) {
    char first = from < text.length() ? text.charAt(from) : ' ';
    if (first != '"' && first != '\'') {
      return bareEnd(text, from);
    }
    for (int i = from + 1; i < text.length() && text.charAt(i) != '\n'; i++) {
      if (text.charAt(i) == '\\' && first == '"') {
        i++;
      } else if (text.charAt(i) == first) {
        return i + 1;
      }
    }
    return from;
  }
}
