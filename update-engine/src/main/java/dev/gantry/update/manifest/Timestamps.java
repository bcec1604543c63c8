// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.manifest;

import dev.gantry.core.MalformedDataException;
import dev.gantry.core.Text;
import dev.gantry.update.json.JsonCursor;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the times of waves: RFC 3339 and, because older manifests have them, months, days and hours
 * of one digit, and a space for the {@code T}. Digits beyond the nanosecond are dropped, as
 * upstream does.
 */
final class Timestamps {
  private static final Pattern TIMESTAMP =
      Pattern.compile(
          "([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})[Tt ]"
              + "([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:\\.([0-9]{1,30}))?"
              + "(?:([Zz])|([+-])([0-9]{2}):?([0-9]{2}))");

  // An offset can move a time out of the years that four digits can write.
  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

  private Timestamps() {}

  static Instant parse(JsonCursor at) throws MalformedDataException {
    String text = at.text();
    Matcher matcher = TIMESTAMP.matcher(text);
    try {
      if (matcher.matches()) {
        Instant result =
            LocalDateTime.of(
                    number(matcher, 1),
                    number(matcher, 2),
                    number(matcher, 3),
                    number(matcher, 4),
                    number(matcher, 5),
                    number(matcher, 6),
                    nanos(matcher.group(7)))
                .toInstant(offset(matcher));
        if (!result.isBefore(FIRST) && result.isBefore(END)) {
          return result;
        }
      }
    } catch (DateTimeException e) {
      throw bad(text, at);
    }
    throw bad(text, at);
  }

  private static MalformedDataException bad(String text, JsonCursor at) {
    return at.error("MANIFEST_TIMESTAMP", Text.quote(text), "a time, RFC 3339 section 5.6");
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group));
  }

  private static int nanos(@org.jspecify.annotations.Nullable String fraction) {
    return fraction == null ? 0 : Integer.parseInt((fraction + "000000000").substring(0, 9));
  }

  private static ZoneOffset offset(Matcher matcher) {
    if (matcher.group(8) != null) {
      return ZoneOffset.UTC;
    }
    int sign = "-".equals(matcher.group(9)) ? -1 : 1;
    return ZoneOffset.ofHoursMinutes(sign * number(matcher, 10), sign * number(matcher, 11));
  }
}
