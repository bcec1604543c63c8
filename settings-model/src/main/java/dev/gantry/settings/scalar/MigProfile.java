// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Optional;
import java.util.Set;

/**
 * Profile of a multi-instance GPU: a number of slices that GPUs can be cut into, or the name of an
 * NVIDIA profile, for example {@code 1g.5gb}.
 *
 * <p>Source: Bottlerocket's {@code MigProfile}. Bottlerocket accepts the decimal digits of any
 * script after the dot; the profile {@code STRICT} only those of ASCII.
 *
 * @param value the text as it was written
 */
public record MigProfile(String value) implements ScalarValue {
  /** The type: its rules, patterns and examples. */
  public static final ScalarType<MigProfile> TYPE =
      ScalarType.builder("MigProfile", MigProfile.class, MigProfile::new, MigProfile::value)
          .description("Number of slices, or name of a MIG profile, for example 1g.5gb")
          .check(MigProfile::problem)
          .patterns("^([12347]|[0-9]g\\.\\p{Nd}+gb)$", "^([12347]|[0-9]g\\.[0-9]+gb)$")
          .examples("1g.5gb", "7")
          .build();

  private static final Set<String> SLICES = Set.of("1", "2", "3", "4", "7");

  /**
   * Creates a value.
   *
   * @throws IllegalArgumentException if the profile {@code COMPAT} does not accept the text
   */
  public MigProfile {
    Checks.require("MigProfile", problem(value, Profile.COMPAT));
  }

  @Override
  public String text() {
    return value;
  }

  private static Optional<String> problem(String text, Profile profile) {
    if (SLICES.contains(text)) {
      return Optional.empty();
    }
    boolean shape =
        text.length() > 5
            && Chars.isDigit(text.charAt(0))
            && text.startsWith("g.", 1)
            && text.endsWith("gb");
    return Checks.when(
        !shape || !Chars.isNumber(text.substring(3, text.length() - 2), profile == Profile.STRICT),
        "expected 1, 2, 3, 4 or 7, or a profile such as 1g.5gb");
  }
}
