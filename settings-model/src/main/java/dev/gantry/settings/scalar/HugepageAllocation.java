// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Optional;

/**
 * Number of huge pages: one number, or numbers for NUMA nodes as in {@code 0:128,1:256}.
 *
 * <p>Source: Bottlerocket's {@code HugepageAllocation}. The profile {@code STRICT} limits each
 * number to 18 digits.
 *
 * @param value the text as it was written
 */
public record HugepageAllocation(String value) implements ScalarValue {
  /** The type: its rules, patterns and examples. */
  public static final ScalarType<HugepageAllocation> TYPE =
      ScalarType.builder(
              "HugepageAllocation",
              HugepageAllocation.class,
              HugepageAllocation::new,
              HugepageAllocation::value)
          .description("Number of huge pages, or numbers by node as in 0:128,1:256")
          .check(HugepageAllocation::problem)
          .patterns(
              "^([0-9]+|[0-9]+:[0-9]+(,[0-9]+:[0-9]+)*)$",
              "^([0-9]{1,18}|[0-9]{1,18}:[0-9]{1,18}(,[0-9]{1,18}:[0-9]{1,18})*)$")
          .examples("128", "0:128,1:256")
          .build();

  /**
   * Creates a value.
   *
   * @throws IllegalArgumentException if the profile {@code COMPAT} does not accept the text
   */
  public HugepageAllocation {
    Checks.require("HugepageAllocation", problem(value, Profile.COMPAT));
  }

  @Override
  public String text() {
    return value;
  }

  private static Optional<String> problem(String text, Profile profile) {
    int digits = profile == Profile.STRICT ? 18 : Integer.MAX_VALUE;
    if (Chars.isDigits(text, digits)) {
      return Optional.empty();
    }
    for (String pair : Chars.split(text, ',')) {
      int colon = pair.indexOf(':');
      if (colon < 0
          || !Chars.isDigits(pair.substring(0, colon), digits)
          || !Chars.isDigits(pair.substring(colon + 1), digits)) {
        return Optional.of("expected a number, or pairs of node and number as in 0:128,1:256");
      }
    }
    return Optional.empty();
  }
}
