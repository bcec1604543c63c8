// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.ScalarType;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Numbers of bytes with units, as Bottlerocket reads them. */
final class ByteSizes {
  static final String EXPECTED =
      "expected a number of bytes of at least 0 and less than 2^63, or one with a unit such as"
          + " 64mb";

  private static final String NUMBER = "(?:[0-9]+(?:\\.[0-9]{1,28})?|\\.[0-9]{1,28})";
  private static final String UNIT = "(?:[kKmMgGtTpPeE][iI]?)?(?:[bB](?:[iI][tT][sS]?)?)?";

  /** What all sizes match, and some numbers that are too great. */
  static final String EXPRESSION =
      "[" + Chars.SPACE + "]*(?:[+]?[0-9]+|-0+|" + NUMBER + UNIT + ")[" + Chars.SPACE + "]*";

  static final ScalarType<String> TEXT =
      Unions.text("ByteSizeText", (text, profile) -> Checks.when(parse(text) < 0, EXPECTED))
          .description("Number of bytes with or without a unit")
          .pattern("^" + EXPRESSION + "$")
          .format("gantry-byte-size")
          .examples("64mb", "1.5gib", "1024")
          .build();

  private static final BigDecimal LIMIT = BigDecimal.valueOf(Long.MAX_VALUE);

  /** Digits before the dot beyond which every number is too great, leading zeros apart. */
  private static final int MOST_DIGITS = 29;

  private ByteSizes() {}

  /** Returns the number of bytes, or -1. */
  static long parse(String untrimmed) {
    String text = Chars.trim(untrimmed);
    long plain = integer(text);
    if (plain >= 0) {
      return plain;
    }
    int end = 0;
    int dot = -1;
    while (end < text.length()
        && (Chars.isDigit(text.charAt(end)) || (dot < 0 && text.charAt(end) == '.'))) {
      dot = text.charAt(end) == '.' ? end : dot;
      end++;
    }
    String whole = text.substring(0, dot < 0 ? end : dot);
    String fraction = dot < 0 ? "0" : text.substring(dot + 1, end);
    long unit = bitsPerUnit(Chars.lower(text.substring(end)));
    boolean good = dot == 0 || Chars.isDigits(whole, Integer.MAX_VALUE);
    if (!good || !Chars.isDigits(fraction, 28) || unit < 0) {
      return -1;
    }
    String digits = withoutZeros(whole);
    if (digits.length() > MOST_DIGITS) {
      return -1;
    }
    BigDecimal bits = new BigDecimal("0" + digits + "." + fraction).multiply(bits(unit));
    BigDecimal bytes = bits.divide(BigDecimal.valueOf(8)).setScale(0, RoundingMode.CEILING);
    return bytes.compareTo(LIMIT) > 0 ? -1 : bytes.longValueExact();
  }

  private static String withoutZeros(String digits) {
    int zeros = 0;
    while (zeros < digits.length() && digits.charAt(zeros) == '0') {
      zeros++;
    }
    return digits.substring(zeros);
  }

  /** Reads an integer without a unit, which may have a sign. */
  private static long integer(String text) {
    int start = !text.isEmpty() && Chars.isOneOf(text.charAt(0), "+-") ? 1 : 0;
    if (!Chars.isDigits(text.substring(start), Integer.MAX_VALUE)) {
      return -1;
    }
    String digits = withoutZeros(text.substring(start));
    if (digits.length() > 19 || (text.startsWith("-") && !digits.isEmpty())) {
      return -1;
    }
    BigDecimal value = new BigDecimal("0" + digits);
    return value.compareTo(LIMIT) > 0 ? -1 : value.longValueExact();
  }

  /** Returns a code: the power times 4, plus 2 for powers of 1024, plus 1 for bits; or -1. */
  private static long bitsPerUnit(String unit) {
    String rest = unit;
    int power = rest.isEmpty() ? -1 : "kmgtpe".indexOf(rest.charAt(0));
    boolean binary = power >= 0 && rest.startsWith("i", 1);
    if (power >= 0) {
      rest = rest.substring(binary ? 2 : 1);
    }
    return switch (rest) {
      case "", "b" -> (power + 1) * 4L + (binary ? 2 : 0);
      case "bit", "bits" -> (power + 1) * 4L + (binary ? 2 : 0) + 1;
      default -> -1;
    };
  }

  private static BigDecimal bits(long code) {
    BigDecimal base = BigDecimal.valueOf((code & 2) == 0 ? 1000 : 1024);
    return base.pow((int) (code >> 2)).multiply(BigDecimal.valueOf((code & 1) == 0 ? 8 : 1));
  }
}
