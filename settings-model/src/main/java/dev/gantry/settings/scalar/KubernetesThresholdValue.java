// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Optional;

/**
 * Threshold of eviction in Kubernetes: a percentage below 100, or a quantity as in {@link
 * KubernetesQuantityValue}.
 *
 * <p>Source: Bottlerocket's {@code KubernetesThresholdValue}, which reads the percentage as a
 * 32-bit float and hence accepts {@code 1e1%} and rejects {@code 99.9999999%}, as it is rounded to
 * 100. The profile {@code STRICT} demands one or two digits and at most four after a dot.
 *
 * @param value the text as it was written
 */
public record KubernetesThresholdValue(String value) implements ScalarValue {
  /** The type: its rules, patterns and examples. */
  public static final ScalarType<KubernetesThresholdValue> TYPE =
      ScalarType.builder(
              "KubernetesThresholdValue",
              KubernetesThresholdValue.class,
              KubernetesThresholdValue::new,
              KubernetesThresholdValue::value)
          .description("Percentage below 100, or quantity of a resource")
          .check(KubernetesThresholdValue::problem)
          .patterns(
              Quantity.pattern("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?%|"),
              Quantity.strictPattern("[0-9]{1,2}(\\.[0-9]{1,4})?%|"))
          .format("gantry-eviction-threshold")
          .examples("10%", "100Mi")
          .build();

  /**
   * Creates a value.
   *
   * @throws IllegalArgumentException if the profile {@code COMPAT} does not accept the text
   */
  public KubernetesThresholdValue {
    Checks.require("KubernetesThresholdValue", problem(value, Profile.COMPAT));
  }

  @Override
  public String text() {
    return value;
  }

  private static Optional<String> problem(String text, Profile profile) {
    return Quantity.thresholdProblem(text, profile == Profile.STRICT);
  }
}
