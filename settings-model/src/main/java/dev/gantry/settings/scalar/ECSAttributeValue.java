// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Optional;

/**
 * Value of an attribute of an ECS container instance: 1 to 128 ASCII letters, digits, dots, at
 * signs, colons, underscores, slashes, backslashes, hyphens and spaces, without a space at an end.
 *
 * <p>Source: Bottlerocket's {@code ECSAttributeValue}.
 *
 * @param value the text as it was written
 */
public record ECSAttributeValue(String value) implements ScalarValue {
  /** The type: its rules, patterns and examples. */
  public static final ScalarType<ECSAttributeValue> TYPE =
      ScalarType.builder(
              "ECSAttributeValue",
              ECSAttributeValue.class,
              ECSAttributeValue::new,
              ECSAttributeValue::value)
          .description("Value of an ECS attribute")
          .check(ECSAttributeValue::problem)
          .pattern("^[a-zA-Z0-9.@:_/\\\\-]([a-zA-Z0-9.@: _/\\\\-]{0,126}[a-zA-Z0-9.@:_/\\\\-])?$")
          .examples("production", "with spaces in between")
          .build();

  /**
   * Creates a value.
   *
   * @throws IllegalArgumentException if the profile {@code COMPAT} does not accept the text
   */
  public ECSAttributeValue {
    Checks.require("ECSAttributeValue", problem(value, Profile.COMPAT));
  }

  @Override
  public String text() {
    return value;
  }

  private static Optional<String> problem(String text, Profile profile) {
    if (text.isEmpty()
        || text.length() > 128
        || !Chars.all(text, c -> Chars.isAlnum(c) || Chars.isOneOf(c, ".@:_/\\- "))) {
      return Optional.of(
          "expected 1 to 128 ASCII letters, digits, spaces and any of . @ : _ / \\ -");
    }
    return Checks.when(text.startsWith(" ") || text.endsWith(" "), "expected no space at an end");
  }
}
