// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.gpt;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;

/** Reads sizes as people write them: {@code 4096}, {@code 5MiB}, {@code 5M}, {@code 1GiB}. */
final class ByteSize implements CommandLine.ITypeConverter<Long> {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,19})([kmgt]?)(i?b)?");
  private static final Map<String, Integer> SHIFTS =
      Map.of("", 0, "k", 10, "m", 20, "g", 30, "t", 40);

  ByteSize() {}

  static long parse(String text) {
    Matcher parts = FORM.matcher(text.toLowerCase(Locale.ROOT));
    if (parts.matches()) {
      try {
        long unit = 1L << SHIFTS.getOrDefault(parts.group(2), 0);
        return Math.multiplyExact(Long.parseLong(parts.group(1)), unit);
      } catch (ArithmeticException | NumberFormatException tooLarge) {
        throw new IllegalArgumentException(text + " is more than a disk has", tooLarge);
      }
    }
    throw new IllegalArgumentException(text + " is no size, expected for example 4096 or 5MiB");
  }

  @Override
  public Long convert(String text) {
    try {
      return parse(text);
    } catch (IllegalArgumentException e) {
      throw new CommandLine.TypeConversionException(String.valueOf(e.getMessage()));
    }
  }
}
