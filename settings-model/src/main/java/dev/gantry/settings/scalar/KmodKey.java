// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Optional;

/**
 * Name of a kernel module: ASCII letters, digits, hyphens and underscores, at most 56 of them.
 *
 * <p>Source: Bottlerocket's {@code KmodKey}; 56 is the kernel's limit. Bottlerocket accepts the
 * empty name, the profile {@code STRICT} does not.
 *
 * @param value the text as it was written
 */
public record KmodKey(String value) implements ScalarValue {
  /** The type: its rules, patterns and examples. */
  public static final ScalarType<KmodKey> TYPE =
      ScalarType.builder("KmodKey", KmodKey.class, KmodKey::new, KmodKey::value)
          .description("Name of a kernel module")
          .check(KmodKey::problem)
          .patterns("^[A-Za-z0-9_-]{0,56}$", "^[A-Za-z0-9_-]{1,56}$")
          .examples("xt_XT", "i8042")
          .build();

  /**
   * Creates a value.
   *
   * @throws IllegalArgumentException if the profile {@code COMPAT} does not accept the text
   */
  public KmodKey {
    Checks.require("KmodKey", problem(value, Profile.COMPAT));
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
        text.length() > 56 || !Chars.all(text, c -> Chars.isAlnum(c) || c == '-' || c == '_'),
        "expected at most 56 ASCII letters, digits, hyphens and underscores");
  }
}
