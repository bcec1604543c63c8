// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Questions about characters; letters and digits are those of ASCII unless a name says otherwise.
 */
final class Chars {
  /** White space of Unicode, as Rust's {@code trim} sees it, inside a character class. */
  static final String SPACE =
      "\\u0009-\\u000D\\u0020\\u0085\\u00A0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000";

  private Chars() {}

  /**
   * Returns text with the capitals of ASCII in lower case. The JDK's method would also make letters
   * of ASCII of some that are not, for example of the sign for kelvin.
   */
  static String lower(String text) {
    StringBuilder lower = new StringBuilder(text);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        lower.setCharAt(i, (char) (c + 'a' - 'A'));
      }
    }
    return lower.toString();
  }

  /** A question about one character. */
  interface Test {
    boolean test(char c);
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isLower(char c) {
    return c >= 'a' && c <= 'z';
  }

  static boolean isAlpha(char c) {
    return isLower(c) || (c >= 'A' && c <= 'Z');
  }

  static boolean isAlnum(char c) {
    return isAlpha(c) || isDigit(c);
  }

  static boolean isOneOf(char c, String set) {
    return set.indexOf(c) >= 0;
  }

  static boolean all(String text, Test test) {
    for (int i = 0; i < text.length(); i++) {
      if (!test.test(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Tells whether text is 1 to {@code most} digits. */
  static boolean isDigits(String text, int most) {
    return !text.isEmpty() && text.length() <= most && all(text, Chars::isDigit);
  }

  /** Tells whether text is at least one decimal digit, of ASCII or of any script. */
  static boolean isNumber(String text, boolean ascii) {
    IntPredicate digit =
        ascii
            ? c -> c >= '0' && c <= '9'
            : c -> Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER;
    return !text.isEmpty() && text.codePoints().allMatch(digit);
  }

  /** Splits at a character; unlike {@code String.split}, keeps empty parts. */
  static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    for (int end = text.indexOf(separator); end >= 0; end = text.indexOf(separator, start)) {
      parts.add(text.substring(start, end));
      start = end + 1;
    }
    parts.add(text.substring(start));
    return parts;
  }

  static boolean isSpace(char c) {
    return (c >= 0x9 && c <= 0xd)
        || c == 0x20
        || c == 0x85
        || c == 0xa0
        || c == 0x1680
        || (c >= 0x2000 && c <= 0x200a)
        || c == 0x2028
        || c == 0x2029
        || c == 0x202f
        || c == 0x205f
        || c == 0x3000;
  }

  /** Takes white space of Unicode away from both ends. */
  static String trim(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isSpace(text.charAt(start))) {
      start++;
    }
    while (end > start && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }
}
