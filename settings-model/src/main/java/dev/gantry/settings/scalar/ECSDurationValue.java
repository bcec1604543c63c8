// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Optional;

/**
 * Duration in the ECS agent: hours, minutes, seconds, milliseconds, microseconds and nanoseconds,
 * in this order, each with a fraction or not. Microseconds are written {@code us} or with the micro
 * sign, U+00B5.
 *
 * <p>Source: Bottlerocket's {@code ECSDurationValue}. The profile {@code STRICT} limits the digits,
 * so that the sum fits into the 63 bits of nanoseconds that the agent has for it.
 *
 * @param value the text as it was written
 */
public record ECSDurationValue(String value) implements ScalarValue {
  /** The type: its rules, patterns and examples. */
  public static final ScalarType<ECSDurationValue> TYPE =
      ScalarType.builder(
              "ECSDurationValue",
              ECSDurationValue.class,
              ECSDurationValue::new,
              ECSDurationValue::value)
          .description("Duration, for example 3h or 30s")
          .check(ECSDurationValue::problem)
          .patterns(
              Durations.pattern(false, Durations.ECS_UNITS),
              Durations.pattern(true, Durations.ECS_UNITS))
          .examples("30s", "1ms1us1ns")
          .build();

  /**
   * Creates a value.
   *
   * @throws IllegalArgumentException if the profile {@code COMPAT} does not accept the text
   */
  public ECSDurationValue {
    Checks.require("ECSDurationValue", problem(value, Profile.COMPAT));
  }

  @Override
  public String text() {
    return value;
  }

  private static Optional<String> problem(String text, Profile profile) {
    return Durations.problem(text, profile == Profile.STRICT, Durations.ECS_UNITS);
  }
}
