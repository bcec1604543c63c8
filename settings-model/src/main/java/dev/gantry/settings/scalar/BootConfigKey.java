// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Optional;

/**
 * Key of the kernel's boot configuration: words of ASCII letters, digits, hyphens and underscores,
 * joined by dots.
 *
 * <p>Source: Bottlerocket's {@code BootConfigKey}.
 *
 * @param value the text as it was written
 */
public record BootConfigKey(String value) implements ScalarValue {
  /** The type: its rules, patterns and examples. */
  public static final ScalarType<BootConfigKey> TYPE =
      ScalarType.builder(
              "BootConfigKey", BootConfigKey.class, BootConfigKey::new, BootConfigKey::value)
          .description("Key of the kernel's boot configuration")
          .check(BootConfigKey::problem)
          .pattern("^[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*$")
          .examples("console", "log_buf_len")
          .build();

  /**
   * Creates a value.
   *
   * @throws IllegalArgumentException if the profile {@code COMPAT} does not accept the text
   */
  public BootConfigKey {
    Checks.require("BootConfigKey", problem(value, Profile.COMPAT));
  }

  @Override
  public String text() {
    return value;
  }

  private static Optional<String> problem(String text, Profile profile) {
    for (String word : Chars.split(text, '.')) {
      if (word.isEmpty() || !Chars.all(word, c -> Chars.isAlnum(c) || c == '-' || c == '_')) {
        return Optional.of(
            "expected words of ASCII letters, digits, hyphens and underscores, joined by dots");
      }
    }
    return Optional.empty();
  }
}
