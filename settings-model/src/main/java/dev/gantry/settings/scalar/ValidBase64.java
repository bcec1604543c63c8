// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Optional;

/**
 * Base64 of RFC 4648, section 4, in its only canonical form: with padding and with zero bits at the
 * end. It may be empty.
 *
 * <p>Source: Bottlerocket's {@code ValidBase64}.
 *
 * @param value the text as it was written
 */
public record ValidBase64(String value) implements ScalarValue {
  /** The type: its rules, patterns and examples. */
  public static final ScalarType<ValidBase64> TYPE =
      ScalarType.builder("ValidBase64", ValidBase64.class, ValidBase64::new, ValidBase64::value)
          .description("Base64 with padding, in canonical form")
          .check(ValidBase64::problem)
          .pattern(Base64Text.PATTERN)
          .examples("aGk=", "")
          .build();

  /**
   * Creates a value.
   *
   * @throws IllegalArgumentException if the profile {@code COMPAT} does not accept the text
   */
  public ValidBase64 {
    Checks.require("ValidBase64", problem(value, Profile.COMPAT));
  }

  @Override
  public String text() {
    return value;
  }

  private static Optional<String> problem(String text, Profile profile) {
    return Checks.when(
        !Base64Text.isCanonical(text),
        "expected base64 of RFC 4648 with padding and without line breaks");
  }
}
