// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Optional;

/**
 * Duration in Kubernetes: hours, minutes, seconds and milliseconds, in this order, each with a
 * fraction or not, for example {@code 1h30m}.
 *
 * <p>Source: Bottlerocket's {@code KubernetesDurationValue}. The profile {@code STRICT} limits the
 * digits, so that the sum fits into the 63 bits of nanoseconds that Kubernetes has for it.
 *
 * @param value the text as it was written
 */
public record KubernetesDurationValue(String value) implements ScalarValue {
  /** The type: its rules, patterns and examples. */
  public static final ScalarType<KubernetesDurationValue> TYPE =
      ScalarType.builder(
              "KubernetesDurationValue",
              KubernetesDurationValue.class,
              KubernetesDurationValue::new,
              KubernetesDurationValue::value)
          .description("Duration, for example 1h30m or 10s")
          .check(KubernetesDurationValue::problem)
          .patterns(
              Durations.pattern(false, Durations.KUBERNETES_UNITS),
              Durations.pattern(true, Durations.KUBERNETES_UNITS))
          .examples("10s", "1h2m3s10ms", "1.5h3.5m")
          .build();

  /**
   * Creates a value.
   *
   * @throws IllegalArgumentException if the profile {@code COMPAT} does not accept the text
   */
  public KubernetesDurationValue {
    Checks.require("KubernetesDurationValue", problem(value, Profile.COMPAT));
  }

  @Override
  public String text() {
    return value;
  }

  private static Optional<String> problem(String text, Profile profile) {
    return Durations.problem(text, profile == Profile.STRICT, Durations.KUBERNETES_UNITS);
  }
}
