// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.rules;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A span of time as Go writes it: numbers with the units h, m, s and ms. */
record GoDuration(BigDecimal milliseconds) implements Comparable<GoDuration> {
  static final GoDuration ZERO = new GoDuration(BigDecimal.ZERO);

  private static final int MAX_LENGTH = 100;
  private static final Pattern PART = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(h|ms|m|s)");

  /** Reads a text; gives nothing if it has another form. */
  static Optional<GoDuration> parse(String text) {
    if (text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    BigDecimal sum = BigDecimal.ZERO;
    Matcher parts = PART.matcher(text);
    int end = 0;
    while (parts.lookingAt()) {
      long unit =
          switch (parts.group(2)) {
            case "h" -> 3_600_000;
            case "m" -> 60_000;
            case "s" -> 1_000;
            default -> 1;
          };
      sum = sum.add(new BigDecimal(parts.group(1)).multiply(BigDecimal.valueOf(unit)));
      end = parts.end();
      parts.region(end, text.length());
    }
    return end == text.length() && end > 0 ? Optional.of(new GoDuration(sum)) : Optional.empty();
  }

  @Override
  public int compareTo(GoDuration other) {
    return milliseconds.compareTo(other.milliseconds);
  }
}
