// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import java.math.BigInteger;

/** Versions of SemVer 2.0.0 with any greatest number. */
final class SemVer {
  static final String U64_MAX = "18446744073709551615";
  static final String I64_MAX = "9223372036854775807";

  private SemVer() {}

  static String pattern(String greatest, String lookahead) {
    String number = Numbers.upTo(greatest);
    String identifier = "(?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)";
    String build = "[0-9A-Za-z-]+";
    return "^(?:latest|"
        + lookahead
        + "v?"
        + number
        + "\\."
        + number
        + "\\."
        + number
        + "(?:-"
        + identifier
        + "(?:\\."
        + identifier
        + ")*)?(?:\\+"
        + build
        + "(?:\\."
        + build
        + ")*)?)$";
  }

  static boolean isVersion(String text, String greatest) {
    int plus = text.indexOf('+');
    String beforeBuild = plus < 0 ? text : text.substring(0, plus);
    if (plus >= 0 && !areIdentifiers(text.substring(plus + 1), true)) {
      return false;
    }
    int hyphen = beforeBuild.indexOf('-');
    if (hyphen >= 0 && !areIdentifiers(beforeBuild.substring(hyphen + 1), false)) {
      return false;
    }
    String core = hyphen < 0 ? beforeBuild : beforeBuild.substring(0, hyphen);
    int numbers = 0;
    for (String number : Chars.split(core, '.')) {
      if (++numbers > 3 || !isNumber(number, greatest)) {
        return false;
      }
    }
    return numbers == 3;
  }

  private static boolean isNumber(String text, String greatest) {
    return Chars.isDigits(text, greatest.length())
        && (text.length() == 1 || text.charAt(0) != '0')
        && new BigInteger(text).compareTo(new BigInteger(greatest)) <= 0;
  }

  private static boolean areIdentifiers(String text, boolean leadingZeros) {
    int start = 0;
    boolean digits = true;
    for (int at = 0; at <= text.length(); at++) {
      char c = at < text.length() ? text.charAt(at) : '.';
      if (c == '.') {
        boolean zero = digits && at - start > 1 && text.charAt(start) == '0';
        if (at == start || (zero && !leadingZeros)) {
          return false;
        }
        start = at + 1;
        digits = true;
      } else if (!Chars.isAlnum(c) && c != '-') {
        return false;
      } else {
        digits &= Chars.isDigit(c);
      }
    }
    return true;
  }
}
