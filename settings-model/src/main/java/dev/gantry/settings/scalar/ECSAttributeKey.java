// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Optional;

/**
 * Name of an attribute of an ECS container instance: 1 to 128 ASCII letters, digits, dots,
 * underscores, slashes and hyphens.
 *
 * <p>Source: Bottlerocket's {@code ECSAttributeKey}.
 *
 * @param value the text as it was written
 */
public record ECSAttributeKey(String value) implements ScalarValue {
  /** The type: its rules, patterns and examples. */
  public static final ScalarType<ECSAttributeKey> TYPE =
      ScalarType.builder(
              "ECSAttributeKey",
              ECSAttributeKey.class,
              ECSAttributeKey::new,
              ECSAttributeKey::value)
          .description("Name of an ECS attribute")
          .check(ECSAttributeKey::problem)
          .pattern("^[a-zA-Z0-9._/-]{1,128}$")
          .examples("stack", "have.period/slash")
          .build();

  /**
   * Creates a value.
   *
   * @throws IllegalArgumentException if the profile {@code COMPAT} does not accept the text
   */
  public ECSAttributeKey {
    Checks.require("ECSAttributeKey", problem(value, Profile.COMPAT));
  }

  @Override
  public String text() {
    return value;
  }

  private static Optional<String> problem(String text, Profile profile) {
    return Checks.when(
        text.isEmpty()
            || text.length() > 128
            || !Chars.all(text, c -> Chars.isAlnum(c) || Chars.isOneOf(c, "._/-")),
        "expected 1 to 128 ASCII letters, digits, dots, underscores, slashes and hyphens");
  }
}
