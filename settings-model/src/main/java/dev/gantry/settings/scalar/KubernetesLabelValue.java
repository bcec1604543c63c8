// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Optional;

/**
 * Value of a Kubernetes label: at most 63 ASCII letters, digits, dots, underscores and hyphens,
 * with a letter or digit at both ends. It may be empty.
 *
 * <p>Source: Bottlerocket's {@code KubernetesLabelValue}.
 *
 * @param value the text as it was written
 */
public record KubernetesLabelValue(String value) implements ScalarValue {
  /** The type: its rules, patterns and examples. */
  public static final ScalarType<KubernetesLabelValue> TYPE =
      ScalarType.builder(
              "KubernetesLabelValue",
              KubernetesLabelValue.class,
              KubernetesLabelValue::new,
              KubernetesLabelValue::value)
          .description("Value of a Kubernetes label")
          .check(KubernetesLabelValue::problem)
          .pattern("^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$")
          .examples("more-chars_here.now", "")
          .build();

  /**
   * Creates a value.
   *
   * @throws IllegalArgumentException if the profile {@code COMPAT} does not accept the text
   */
  public KubernetesLabelValue {
    Checks.require("KubernetesLabelValue", problem(value, Profile.COMPAT));
  }

  @Override
  public String text() {
    return value;
  }

  private static Optional<String> problem(String text, Profile profile) {
    return Checks.when(
        !text.isEmpty() && !Kubernetes.isLabel(text),
        "expected at most 63 ASCII letters, digits, dots, underscores and hyphens, with a letter or"
            + " digit at both ends");
  }
}
