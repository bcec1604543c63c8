// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Optional;

/**
 * Name of a thing that users name, for example a container: ASCII letters, digits and hyphens, at
 * most 76 of them.
 *
 * <p>Source: Bottlerocket's {@code Identifier}; 76 is containerd's limit. Bottlerocket accepts the
 * empty name, the profile {@code STRICT} does not.
 *
 * @param value the text as it was written
 */
public record Identifier(String value) implements ScalarValue {
  /** The type: its rules, patterns and examples. */
  public static final ScalarType<Identifier> TYPE =
      ScalarType.builder("Identifier", Identifier.class, Identifier::new, Identifier::value)
          .description("Name of ASCII letters, digits and hyphens, at most 76 characters")
          .check(Identifier::problem)
          .patterns("^[A-Za-z0-9-]{0,76}$", "^[A-Za-z0-9-]{1,76}$")
          .examples("hello-world", "admin")
          .build();

  /**
   * Creates a value.
   *
   * @throws IllegalArgumentException if the profile {@code COMPAT} does not accept the text
   */
  public Identifier {
    Checks.require("Identifier", problem(value, Profile.COMPAT));
  }

  @Override
  public String text() {
    return value;
  }

  private static Optional<String> problem(String text, Profile profile) {
    if (profile == Profile.STRICT && text.isEmpty()) {
      return Optional.of("expected at least one character");
    }
    return Checks.when(
        text.length() > 76 || !Chars.all(text, c -> Chars.isAlnum(c) || c == '-'),
        "expected at most 76 ASCII letters, digits and hyphens");
  }
}
