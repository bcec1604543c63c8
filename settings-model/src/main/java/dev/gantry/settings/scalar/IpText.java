// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads and writes addresses as Rust's standard library does. */
final class IpText {
  /** Longest text of an address of IPv6, with one of IPv4 at its end. */
  private static final int MAX_LENGTH = 45;

  static final String PATTERN = pattern();

  private IpText() {}

  private static String pattern() {
    String byteText = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    String v4 = "(?:" + byteText + "\\.){3}" + byteText;
    String group = "[0-9a-fA-F]{1,4}";
    StringBuilder pattern = new StringBuilder("^(?:").append(v4);
    pattern.append("|(?:").append(group).append(":){7}").append(group);
    pattern.append("|(?:").append(group).append(":){6}").append(v4);
    for (int head = 0; head <= 7; head++) {
      int tail = 7 - head;
      pattern.append('|');
      if (head > 0) {
        pattern
            .append(group)
            .append("(?::")
            .append(group)
            .append("){")
            .append(head - 1)
            .append('}');
      }
      pattern.append("::");
      if (tail > 0) {
        pattern.append("(?:").append(group);
        pattern.append("(?::").append(group).append("){0,").append(tail - 1).append('}');
        if (tail > 1) {
          pattern
              .append("|(?:")
              .append(group)
              .append(":){0,")
              .append(tail - 2)
              .append('}')
              .append(v4);
        }
        pattern.append(")?");
      }
    }
    return pattern.append(")$").toString();
  }

  static boolean isAddress(String text) {
    return text.length() <= MAX_LENGTH && (text.indexOf(':') < 0 ? v4(text) : v6(text)) != null;
  }

  /** Returns the form of RFC 5952 of text that is an address. */
  static String canonical(String text) {
    int[] groups = text.indexOf(':') < 0 ? null : v6(text);
    if (groups == null) {
      return text;
    }
    boolean mapped = groups[5] == 0xffff;
    for (int i = 0; i < 5; i++) {
      mapped &= groups[i] == 0;
    }
    if (mapped) {
      return "::ffff:"
          + (groups[6] >> 8)
          + '.'
          + (groups[6] & 255)
          + '.'
          + (groups[7] >> 8)
          + '.'
          + (groups[7] & 255);
    }
    return compressed(groups);
  }

  private static String compressed(int[] groups) {
    int best = -1;
    int bestLength = 1;
    for (int i = 0; i < 8; i++) {
      int end = i;
      while (end < 8 && groups[end] == 0) {
        end++;
      }
      if (end - i > bestLength) {
        best = i;
        bestLength = end - i;
      }
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      if (i == best) {
        out.append("::");
        i += bestLength - 1;
      } else {
        if (i > 0 && out.charAt(out.length() - 1) != ':') {
          out.append(':');
        }
        out.append(Integer.toHexString(groups[i]));
      }
    }
    return out.toString();
  }

  /** Returns two groups, or null. */
  private static int @Nullable [] v4(String text) {
    int[] groups = new int[2];
    int count = 0;
    for (String number : Chars.split(text, '.')) {
      boolean good =
          count < 4
              && Chars.isDigits(number, 3)
              && (number.length() == 1 || number.charAt(0) != '0');
      int value = good ? Integer.parseInt(number) : 256;
      if (value > 255) {
        return null;
      }
      groups[count / 2] = groups[count / 2] << 8 | value;
      count++;
    }
    return count == 4 ? groups : null;
  }

  private static int @Nullable [] v6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      int[] groups = new int[8];
      return groups(text, groups, true) == 8 ? groups : null;
    }
    int[] head = new int[8];
    int[] tail = new int[8];
    int heads = gap == 0 ? 0 : groups(text.substring(0, gap), head, false);
    String rest = text.substring(gap + 2);
    int tails = rest.isEmpty() ? 0 : groups(rest, tail, true);
    if (heads < 0 || tails < 0 || heads + tails > 7) {
      return null;
    }
    System.arraycopy(tail, 0, head, 8 - tails, tails);
    return head;
  }

  /** Reads groups joined by colons and returns their number, or -1. */
  private static int groups(String text, int[] groups, boolean v4AtEnd) {
    List<String> parts = Chars.split(text, ':');
    int count = 0;
    for (int i = 0; i < parts.size(); i++) {
      String part = parts.get(i);
      if (count == 8) {
        return -1;
      }
      if (v4AtEnd && i == parts.size() - 1 && part.indexOf('.') >= 0) {
        int[] v4 = count > 6 ? null : v4(part);
        if (v4 == null) {
          return -1;
        }
        groups[count] = v4[0];
        groups[count + 1] = v4[1];
        return count + 2;
      }
      if (part.isEmpty() || part.length() > 4 || !Chars.all(part, IpText::isHex)) {
        return -1;
      }
      groups[count++] = Integer.parseInt(part, 16);
    }
    return count;
  }

  static boolean isHex(char c) {
    return Chars.isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }
}
