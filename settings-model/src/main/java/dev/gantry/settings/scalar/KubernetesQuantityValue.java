// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Optional;

/**
 * Quantity of a resource in Kubernetes, for example {@code 100m}, {@code 1.5Gi} or {@code 129e6}.
 *
 * <p>Source: Bottlerocket's {@code KubernetesQuantityValue}, whose expression takes any digits and
 * dots for a number and {@code K} for a suffix. The profile {@code STRICT} demands what Kubernetes
 * can read and use: one dot at most, a digit at least, digits after {@code e}, {@code k} or {@code
 * Ki} instead of {@code K}, no minus sign.
 *
 * @param value the text as it was written
 */
public record KubernetesQuantityValue(String value) implements ScalarValue {
  /** The type: its rules, patterns and examples. */
  public static final ScalarType<KubernetesQuantityValue> TYPE =
      ScalarType.builder(
              "KubernetesQuantityValue",
              KubernetesQuantityValue.class,
              KubernetesQuantityValue::new,
              KubernetesQuantityValue::value)
          .description("Quantity of a resource, for example 1.5Gi")
          .check(KubernetesQuantityValue::problem)
          .patterns(Quantity.pattern(""), Quantity.strictPattern(""))
          .examples("100m", "1.5Gi", "129e6")
          .build();

  /**
   * Creates a value.
   *
   * @throws IllegalArgumentException if the profile {@code COMPAT} does not accept the text
   */
  public KubernetesQuantityValue {
    Checks.require("KubernetesQuantityValue", problem(value, Profile.COMPAT));
  }

  @Override
  public String text() {
    return value;
  }

  private static Optional<String> problem(String text, Profile profile) {
    return Quantity.problem(text, profile == Profile.STRICT);
  }
}
