// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Optional;

/**
 * Text of one line: no control character and no line or paragraph separator. It may be empty.
 *
 * <p>Source: Bottlerocket's {@code SingleLineString}.
 *
 * @param value the text as it was written
 */
public record SingleLineString(String value) implements ScalarValue {
  /** The type: its rules, patterns and examples. */
  public static final ScalarType<SingleLineString> TYPE =
      ScalarType.builder(
              "SingleLineString",
              SingleLineString.class,
              SingleLineString::new,
              SingleLineString::value)
          .description("Text of one line, without control characters")
          .check(SingleLineString::problem)
          .pattern("^[^\\u0000-\\u001F\\u007F-\\u009F\\u2028\\u2029]*$")
          .examples("hello world", "")
          .build();

  /**
   * Creates a value.
   *
   * @throws IllegalArgumentException if the profile {@code COMPAT} does not accept the text
   */
  public SingleLineString {
    Checks.require("SingleLineString", problem(value, Profile.COMPAT));
  }

  @Override
  public String text() {
    return value;
  }

  private static Optional<String> problem(String text, Profile profile) {
    return Checks.controls(text);
  }
}
