// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.model;

import dev.gantry.core.GantryException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.UnsupportedFormatException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The fields that every role has (TUF 4.3).
 *
 * @param version 1 or more
 * @param expires first instant at which the metadata no longer counts
 */
public record CommonFields(long version, Instant expires) {
  private static final Pattern SPEC_VERSION = Pattern.compile("1(\\.[0-9]{1,9}){1,2}");

  /** The form of the specification, and what production roots of the past hold. */
  private static final Pattern DATE_TIME =
      Pattern.compile(
          "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}"
              + "(\\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})");

  /** Names of these fields, and of those of one kind of role. */
  static Set<String> and(String... others) {
    Set<String> names = new LinkedHashSet<>(List.of("spec_version", "version", "expires"));
    names.addAll(List.of(others));
    return names;
  }

  static CommonFields parse(Fields signed) throws GantryException {
    String specVersion = signed.string("spec_version");
    if (!SPEC_VERSION.matcher(specVersion).matches()) {
      throw new UnsupportedFormatException(
          signed.source(), signed.path("spec_version"), specVersion, "1.x and 1.x.y");
    }
    return new CommonFields(signed.integer("version", 1, Long.MAX_VALUE), expires(signed));
  }

  private static Instant expires(Fields signed) throws MalformedDataException {
    String text = signed.string("expires");
    if (DATE_TIME.matcher(text).matches()) {
      try {
        return OffsetDateTime.parse(text).toInstant();
      } catch (DateTimeException e) {
        // Falls through: a month 13 is as wrong as any other text.
      }
    }
    throw signed.malformed("expires", text, "YYYY-MM-DDTHH:MM:SSZ (TUF 4.2.1)");
  }
}
