// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Optional;

/**
 * Base64 of one JSON value. The JSON is nested at most 127 levels deep, as Bottlerocket's parser
 * demands.
 *
 * <p>Source: Bottlerocket's {@code ValidBase64Json}.
 *
 * @param value the text as it was written
 */
public record ValidBase64Json(String value) implements ScalarValue {
  /** The type: its rules, patterns and examples. */
  public static final ScalarType<ValidBase64Json> TYPE =
      ScalarType.builder(
              "ValidBase64Json",
              ValidBase64Json.class,
              ValidBase64Json::new,
              ValidBase64Json::value)
          .description("Base64 of a JSON value")
          .check(ValidBase64Json::problem)
          .pattern(Base64Text.PATTERN)
          .format("gantry-base64-json")
          .examples("e30=", "eyJ0ZXN0IjoidmFsdWUifQ==")
          .build();

  /**
   * Creates a value.
   *
   * @throws IllegalArgumentException if the profile {@code COMPAT} does not accept the text
   */
  public ValidBase64Json {
    Checks.require("ValidBase64Json", problem(value, Profile.COMPAT));
  }

  @Override
  public String text() {
    return value;
  }

  private static Optional<String> problem(String text, Profile profile) {
    if (!Base64Text.isCanonical(text)) {
      return Optional.of("expected base64 of RFC 4648 with padding and without line breaks");
    }
    return Checks.when(
        !JsonCheck.isJson(Base64Text.decode(text)), "expected base64 of a JSON value");
  }
}
