// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.internal.template;

/**
 * White space as Bottlerocket's engine trims it: the characters that Unicode gives the property
 * White_Space. Java's own methods leave some of them, such as the no-break space, and take others.
 */
final class EngineSpace {
  private EngineSpace() {}

  static String stripLeading(String text) {
    int start = 0;
    while (start < text.length() && isWhite(text.charAt(start))) {
      start++;
    }
    return text.substring(start);
  }

  static String stripTrailing(String text) {
    int end = text.length();
    while (end > 0 && isWhite(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end);
  }

  private static boolean isWhite(char c) {
    return switch (c) {
      case ' ', 0x85, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000 -> true;
      default -> (c >= '\t' && c <= '\r') || (c >= 0x2000 && c <= 0x200a);
    };
  }
}
