// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Optional;

/**
 * Value of the kernel's boot configuration: printable ASCII with at most one sort of quotation
 * mark, because the configuration has no way to escape them. It may be empty.
 *
 * <p>Source: Bottlerocket's {@code BootConfigValue}.
 *
 * @param value the text as it was written
 */
public record BootConfigValue(String value) implements ScalarValue {
  /** The type: its rules, patterns and examples. */
  public static final ScalarType<BootConfigValue> TYPE =
      ScalarType.builder(
              "BootConfigValue",
              BootConfigValue.class,
              BootConfigValue::new,
              BootConfigValue::value)
          .description("Value of the kernel's boot configuration, of printable ASCII")
          .check(BootConfigValue::problem)
          .pattern("^([ !#-~]*|[ -&(-~]*)$")
          .examples("tty0", "")
          .build();

  /**
   * Creates a value.
   *
   * @throws IllegalArgumentException if the profile {@code COMPAT} does not accept the text
   */
  public BootConfigValue {
    Checks.require("BootConfigValue", problem(value, Profile.COMPAT));
  }

  @Override
  public String text() {
    return value;
  }

  private static Optional<String> problem(String text, Profile profile) {
    if (!Chars.all(text, c -> c >= 0x20 && c < 0x7f)) {
      return Optional.of("expected only printable ASCII");
    }
    return Checks.when(
        text.indexOf('"') >= 0 && text.indexOf('\'') >= 0,
        "expected single or double quotation marks, not both");
  }
}
