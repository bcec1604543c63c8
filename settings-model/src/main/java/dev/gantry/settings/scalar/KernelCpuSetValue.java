// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Optional;

/**
 * Set of processors: numbers and ranges joined by commas, for example {@code 0,2-5}.
 *
 * <p>Source: Bottlerocket's {@code KernelCpuSetValue}, whose expression also lets items follow one
 * another without a comma as long as this is not ambiguous: {@code 1-23-4}. The profile {@code
 * STRICT} demands commas, ranges that do not run backwards, and numbers below 100,000.
 *
 * @param value the text as it was written
 */
public record KernelCpuSetValue(String value) implements ScalarValue {
  /** The type: its rules, patterns and examples. */
  public static final ScalarType<KernelCpuSetValue> TYPE =
      ScalarType.builder(
              "KernelCpuSetValue",
              KernelCpuSetValue.class,
              KernelCpuSetValue::new,
              KernelCpuSetValue::value)
          .description("Set of processors, for example 0,2-5")
          .check(KernelCpuSetValue::problem)
          .patterns(
              "^[0-9]+(-[0-9]{2,})*(-[0-9])?(,[0-9]+(-[0-9]{2,})*(-[0-9])?)*$",
              "^[0-9]{1,5}(-[0-9]{1,5})?(,[0-9]{1,5}(-[0-9]{1,5})?)*$")
          .format("gantry-cpu-set")
          .examples("0", "0,2-5")
          .build();

  /**
   * Creates a value.
   *
   * @throws IllegalArgumentException if the profile {@code COMPAT} does not accept the text
   */
  public KernelCpuSetValue {
    Checks.require("KernelCpuSetValue", problem(value, Profile.COMPAT));
  }

  @Override
  public String text() {
    return value;
  }

  private static Optional<String> problem(String text, Profile profile) {
    return CpuSet.problem(text, profile == Profile.STRICT);
  }
}
