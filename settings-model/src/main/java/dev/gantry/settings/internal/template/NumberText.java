// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.internal.template;

import dev.gantry.settings.SettingValue.NumberValue;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Writes numbers as the JSON library of Bottlerocket does. */
final class NumberText {
  private static final int MAX_DIGITS = 17;
  private static final int MOST_PLAIN_DIGITS = 16;
  private static final int MOST_LEADING_ZEROS = 5;

  private static final BigDecimal MIN_INTEGER = BigDecimal.valueOf(Long.MIN_VALUE);
  private static final BigDecimal MAX_INTEGER = new BigDecimal("18446744073709551615");

  private NumberText() {}

  static String of(NumberValue number) {
    return isInteger(number) ? number.value().toPlainString() : ofDouble(number.value());
  }

  /** Tells whether Bottlerocket keeps a number as an integer, which it does with 64 bits. */
  static boolean isInteger(NumberValue number) {
    return number.isInteger()
        && number.value().compareTo(MIN_INTEGER) >= 0
        && number.value().compareTo(MAX_INTEGER) <= 0;
  }

  /** Writes a number without an exponent, as TOML has it. */
  static String plain(NumberValue number) {
    if (isInteger(number)) {
      return number.value().toPlainString();
    }
    double rounded = toDouble(number);
    String digits = rounded == 0 ? "0" : shortest(rounded).stripTrailingZeros().toPlainString();
    return digits.indexOf('.') >= 0 ? digits : digits + ".0";
  }

  static double toDouble(NumberValue number) {
    return finite(number.value());
  }

  private static double finite(BigDecimal value) {
    double rounded = value.doubleValue();
    return Math.max(-Double.MAX_VALUE, Math.min(rounded, Double.MAX_VALUE));
  }

  private static String ofDouble(BigDecimal value) {
    double rounded = finite(value);
    if (rounded == 0) {
      return "0.0";
    }
    BigDecimal shortest = shortest(rounded).stripTrailingZeros();
    String digits = shortest.unscaledValue().abs().toString();
    int point = digits.length() - shortest.scale();
    return (rounded < 0 ? "-" : "") + written(digits, point);
  }

  private static BigDecimal shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    for (int digits = 1; digits < MAX_DIGITS; digits++) {
      BigDecimal candidate = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (candidate.doubleValue() == value) {
        return candidate;
      }
    }
    return exact.round(new MathContext(MAX_DIGITS, RoundingMode.HALF_EVEN));
  }

  private static String written(String digits, int point) {
    if (digits.length() <= point && point <= MOST_PLAIN_DIGITS) {
      return digits + "0".repeat(point - digits.length()) + ".0";
    }
    if (point > 0 && point <= MOST_PLAIN_DIGITS) {
      return digits.substring(0, point) + "." + digits.substring(point);
    }
    if (point <= 0 && point > -MOST_LEADING_ZEROS) {
      return "0." + "0".repeat(-point) + digits;
    }
    String rest = digits.length() == 1 ? "" : "." + digits.substring(1);
    return digits.charAt(0) + rest + "e" + (point - 1);
  }
}
