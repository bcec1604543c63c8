// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import java.util.Optional;

/** Quantities and thresholds of Kubernetes. */
final class Quantity {
  private static final String LOOSE = "[+-]?[0-9.]+(e[0-9]*|[EPTGMK]i?|[numk])?";
  private static final String STRICT =
      "[+]?([0-9]{1,15}(\\.[0-9]{0,9})?|\\.[0-9]{1,9})(e[0-9]{1,2}|[EPTGMK]i|[EPTGM]|[numk])?";
  private static final String EXPECTED =
      "expected a number with or without a unit, for example 100m or 1.5Gi";

  private Quantity() {}

  /** Returns a pattern for what the profile COMPAT accepts, and something else before it. */
  static String pattern(String other) {
    return "^(" + other + LOOSE + ")$";
  }

  /** Returns a pattern for what the profile STRICT accepts, and something else before it. */
  static String strictPattern(String other) {
    return "^(" + other + STRICT + ")$";
  }

  static Optional<String> problem(String text, boolean strict) {
    int start = !text.isEmpty() && Chars.isOneOf(text.charAt(0), strict ? "+" : "+-") ? 1 : 0;
    int end = start;
    while (end < text.length() && (Chars.isDigit(text.charAt(end)) || text.charAt(end) == '.')) {
      end++;
    }
    String number = text.substring(start, end);
    String unit = text.substring(end);
    boolean good =
        strict ? isNumber(number) && isUnit(unit) : !number.isEmpty() && isLooseUnit(unit);
    return Checks.when(!good, EXPECTED);
  }

  private static boolean isNumber(String number) {
    int dot = number.indexOf('.');
    if (dot < 0) {
      return Chars.isDigits(number, 15);
    }
    String whole = number.substring(0, dot);
    String fraction = number.substring(dot + 1);
    return (whole.isEmpty() || Chars.isDigits(whole, 15))
        && (fraction.isEmpty() || Chars.isDigits(fraction, 9))
        && number.length() > 1;
  }

  private static boolean isLooseUnit(String unit) {
    if (unit.startsWith("e")) {
      return Chars.all(unit.substring(1), Chars::isDigit);
    }
    return unit.equals("K") || isUnit(unit);
  }

  private static boolean isUnit(String unit) {
    return switch (unit.length()) {
      case 0 -> true;
      case 1 -> Chars.isOneOf(unit.charAt(0), "EPTGMnumk");
      default ->
          unit.charAt(0) == 'e'
              ? Chars.isDigits(unit.substring(1), 2)
              : unit.length() == 2
                  && Chars.isOneOf(unit.charAt(0), "EPTGMK")
                  && unit.charAt(1) == 'i';
    };
  }

  static Optional<String> thresholdProblem(String text, boolean strict) {
    if (!text.endsWith("%")) {
      return problem(text, strict);
    }
    String number = text.substring(0, text.length() - 1);
    return Checks.when(
        strict ? !isStrictPercentage(number) : !isPercentage(number),
        "expected a percentage of at least 0 and below 100");
  }

  private static boolean isStrictPercentage(String number) {
    int dot = number.indexOf('.');
    return Chars.isDigits(dot < 0 ? number : number.substring(0, dot), 2)
        && (dot < 0 || Chars.isDigits(number.substring(dot + 1), 4));
  }

  private static boolean isPercentage(String number) {
    if (!isFloat(number)) {
      return false;
    }
    float value = Float.parseFloat(number);
    return value >= 0 && value < 100;
  }

  /** The syntax of Rust's floats without the words for infinity and for no number. */
  private static boolean isFloat(String text) {
    int at = sign(text, 0);
    int whole = digits(text, at);
    int end = whole;
    if (end < text.length() && text.charAt(end) == '.') {
      end = digits(text, whole + 1);
      if (end == at + 1) {
        return false;
      }
    } else if (whole == at) {
      return false;
    }
    if (end < text.length() && Chars.isOneOf(text.charAt(end), "eE")) {
      int exponent = sign(text, end + 1);
      end = digits(text, exponent);
      if (end == exponent) {
        return false;
      }
    }
    return end == text.length();
  }

  private static int sign(String text, int at) {
    return at < text.length() && Chars.isOneOf(text.charAt(at), "+-") ? at + 1 : at;
  }

  private static int digits(String text, int start) {
    int at = start;
    while (at < text.length() && Chars.isDigit(text.charAt(at))) {
      at++;
    }
    return at;
  }
}
