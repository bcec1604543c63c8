// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import dev.gantry.core.Text;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A point in time as tuftool takes it: RFC 3339, or {@code in 7 days} from the start. */
interface TimeSpec {
  /** Returns the time, to the second. */
  Instant from(Instant now);

  /** Reads the text of an option. */
  static TimeSpec parse(String text) {
    Matcher relative = Relative.FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (relative.matches()) {
      Duration unit = Objects.requireNonNull(Relative.UNITS.get(relative.group(2)), "unit");
      long count = Long.parseLong(relative.group(1));
      return now -> checked(() -> now.plus(unit.multipliedBy(count)), text);
    }
    Instant absolute = checked(() -> OffsetDateTime.parse(text).toInstant(), text);
    return now -> absolute;
  }

  private static Instant checked(Supplier<Instant> time, String text) {
    try {
      return time.get().truncatedTo(ChronoUnit.SECONDS);
    } catch (DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException(
          "time is "
              + Text.quote(text)
              + ", expected RFC 3339 as 2030-01-31T00:00:00Z, or 'in 7 days' (hours, weeks)",
          e);
    }
  }

  /** The parts of the relative form. */
  final class Relative {
    private static final Pattern FORM =
        Pattern.compile("in\\s+([0-9]{1,9})\\s+(minute|hour|day|week)s?");
    private static final Map<String, Duration> UNITS =
        Map.of(
            "minute", Duration.ofMinutes(1),
            "hour", Duration.ofHours(1),
            "day", Duration.ofDays(1),
            "week", Duration.ofDays(7));

    private Relative() {}
  }

  /** Reads options; what is wrong is a wrong command line. */
  final class Converter implements ITypeConverter<TimeSpec> {
    @Override
    public TimeSpec convert(String text) {
      try {
        return parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
