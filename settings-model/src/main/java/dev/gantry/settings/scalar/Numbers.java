// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

/** Patterns for ranges of numbers. */
final class Numbers {
  private Numbers() {}

  /**
   * Returns an expression for the decimal numbers from 0 to a greatest one, without leading zeros.
   */
  static String upTo(String greatest) {
    int length = greatest.length();
    StringBuilder expression =
        new StringBuilder("(?:0|[1-9][0-9]{0,").append(length - 2).append('}');
    for (int i = 0; i < length; i++) {
      int low = i == 0 ? 1 : 0;
      int digit = greatest.charAt(i) - '0';
      if (digit > low) {
        expression
            .append('|')
            .append(greatest, 0, i)
            .append('[')
            .append(low)
            .append('-')
            .append(digit - 1)
            .append(']');
        if (i < length - 1) {
          expression.append("[0-9]{").append(length - 1 - i).append('}');
        }
      }
    }
    return expression.append('|').append(greatest).append(')').toString();
  }
}
