// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Optional;

/**
 * Size of huge pages: a power of two, in one of the units {@code Ki}, {@code Mi}, {@code Gi} and
 * {@code Ti}.
 *
 * <p>Source: Bottlerocket's {@code HugepageSize}.
 *
 * @param value the text as it was written
 */
public record HugepageSize(String value) implements ScalarValue {
  /** The type: its rules, patterns and examples. */
  public static final ScalarType<HugepageSize> TYPE =
      ScalarType.builder("HugepageSize", HugepageSize.class, HugepageSize::new, HugepageSize::value)
          .description("Size of huge pages, for example 2Mi")
          .check(HugepageSize::problem)
          .pattern(HugepageSizes.PATTERN)
          .examples("2Mi", "1Gi")
          .build();

  /**
   * Creates a value.
   *
   * @throws IllegalArgumentException if the profile {@code COMPAT} does not accept the text
   */
  public HugepageSize {
    Checks.require("HugepageSize", problem(value, Profile.COMPAT));
  }

  @Override
  public String text() {
    return value;
  }

  private static Optional<String> problem(String text, Profile profile) {
    return HugepageSizes.problem(text);
  }
}
