// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import org.jspecify.annotations.Nullable;

/** Punycode (RFC 3492), from ASCII to Unicode. */
final class Punycode {
  private static final int BASE = 36;
  private static final int T_MIN = 1;
  private static final int T_MAX = 26;
  private static final int SKEW = 38;
  private static final int DAMP = 700;

  private Punycode() {}

  /**
   * Decodes a label.
   *
   * @param text lower case ASCII, what is behind {@code xn--}; callers limit its length, because
   *     time grows with the square of it
   * @return the label, or null if the text is no Punycode
   */
  static @Nullable String decode(String text) {
    int delimiter = text.lastIndexOf('-');
    String basic = delimiter > 0 ? text.substring(0, delimiter) : "";
    int[] out = new int[text.length() + 1];
    int length = 0;
    while (length < basic.length()) {
      out[length] = basic.charAt(length);
      length++;
    }
    int at = delimiter > 0 ? delimiter + 1 : 0;
    long code = 0x80;
    long index = 0;
    int bias = 72;
    while (at < text.length()) {
      long start = index;
      long weight = 1;
      int k = BASE;
      while (true) {
        int digit = at < text.length() ? digit(text.charAt(at++)) : -1;
        index += digit * weight;
        if (digit < 0 || index > Integer.MAX_VALUE) {
          return null;
        }
        int threshold = Math.max(T_MIN, Math.min(T_MAX, k - bias));
        if (digit < threshold) {
          break;
        }
        weight *= BASE - threshold;
        if (weight > Integer.MAX_VALUE) {
          return null;
        }
        k += BASE;
      }
      bias = adapt(index - start, length + 1, start == 0);
      code += index / (length + 1);
      index %= length + 1;
      if (code > Character.MAX_CODE_POINT
          || (code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE)) {
        return null;
      }
      System.arraycopy(out, (int) index, out, (int) index + 1, length - (int) index);
      out[(int) index++] = (int) code;
      length++;
    }
    return new String(out, 0, length);
  }

  private static int digit(char c) {
    if (Chars.isLower(c)) {
      return c - 'a';
    }
    return Chars.isDigit(c) ? c - '0' + 26 : -1;
  }

  private static int adapt(long delta, int points, boolean first) {
    long rest = first ? delta / DAMP : delta / 2;
    rest += rest / points;
    int k = 0;
    while (rest > (BASE - T_MIN) * T_MAX / 2) {
      rest /= BASE - T_MIN;
      k += BASE;
    }
    return (int) (k + (BASE - T_MIN + 1) * rest / (rest + SKEW));
  }
}
