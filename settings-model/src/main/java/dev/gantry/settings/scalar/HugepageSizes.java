// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import java.math.BigInteger;
import java.util.Optional;

/** Sizes of huge pages. */
final class HugepageSizes {
  private static final String UNITS = "KMGT";

  /** All powers of two in each unit, up to what 64 bits hold. */
  static final String PATTERN = pattern();

  private HugepageSizes() {}

  private static String pattern() {
    StringBuilder pattern = new StringBuilder("^(?:");
    for (int unit = 0; unit < UNITS.length(); unit++) {
      pattern.append(unit == 0 ? "(?:" : "|(?:");
      for (int bits = 0; bits < 64 - 10 * (unit + 1); bits++) {
        pattern.append(bits == 0 ? "" : "|").append(1L << bits);
      }
      pattern.append(')').append(UNITS.charAt(unit)).append('i');
    }
    return pattern.append(")$").toString();
  }

  static Optional<String> problem(String text) {
    int unit = text.length() < 3 ? -1 : UNITS.indexOf(text.charAt(text.length() - 2));
    String number = unit < 0 ? "" : text.substring(0, text.length() - 2);
    if (!text.endsWith("i") || !Chars.isDigits(number, 20) || number.charAt(0) == '0') {
      return Optional.of("expected a number and one of Ki, Mi, Gi and Ti, for example 2Mi");
    }
    BigInteger bytes = new BigInteger(number).shiftLeft(10 * (unit + 1));
    return Checks.when(
        bytes.bitLength() > 64 || bytes.bitCount() != 1,
        "expected a power of two of less than 64 bits");
  }
}
