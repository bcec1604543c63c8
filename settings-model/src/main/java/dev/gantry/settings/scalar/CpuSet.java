// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import java.util.Optional;

/** Sets of processors. */
final class CpuSet {
  private CpuSet() {}

  static Optional<String> problem(String text, boolean strict) {
    String expected = "expected numbers and ranges joined by commas, for example 0,2-5";
    for (String item : Chars.split(text, ',')) {
      if (strict ? !isRange(item) : !isLooseItem(item)) {
        return Optional.of(expected);
      }
    }
    return Optional.empty();
  }

  /** Digits with hyphens between, at least two digits between hyphens. */
  private static boolean isLooseItem(String item) {
    int hyphen = -2;
    for (int i = 0; i < item.length(); i++) {
      if (item.charAt(i) == '-') {
        if (i == 0 || i == item.length() - 1 || (hyphen >= 0 && i - hyphen < 3)) {
          return false;
        }
        hyphen = i;
      } else if (!Chars.isDigit(item.charAt(i))) {
        return false;
      }
    }
    return !item.isEmpty();
  }

  private static boolean isRange(String item) {
    int hyphen = item.indexOf('-');
    if (hyphen < 0) {
      return Chars.isDigits(item, 5);
    }
    String first = item.substring(0, hyphen);
    String last = item.substring(hyphen + 1);
    return Chars.isDigits(first, 5)
        && Chars.isDigits(last, 5)
        && Integer.parseInt(first) <= Integer.parseInt(last);
  }
}
