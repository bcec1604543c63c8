// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Optional;

/**
 * Name of a Kubernetes cluster: 1 to 100 ASCII letters, digits, hyphens and underscores, with a
 * letter or digit at the start.
 *
 * <p>Source: Bottlerocket's {@code KubernetesClusterName} since settings-models 0.7; before, names
 * of at most 63 characters could also have dots.
 *
 * @param value the text as it was written
 */
public record KubernetesClusterName(String value) implements ScalarValue {
  /** The type: its rules, patterns and examples. */
  public static final ScalarType<KubernetesClusterName> TYPE =
      ScalarType.builder(
              "KubernetesClusterName",
              KubernetesClusterName.class,
              KubernetesClusterName::new,
              KubernetesClusterName::value)
          .description("Name of a Kubernetes cluster")
          .check(KubernetesClusterName::problem)
          .pattern("^[0-9A-Za-z][A-Za-z0-9_-]{0,99}$")
          .examples("my-cluster", "under_score_")
          .build();

  /**
   * Creates a value.
   *
   * @throws IllegalArgumentException if the profile {@code COMPAT} does not accept the text
   */
  public KubernetesClusterName {
    Checks.require("KubernetesClusterName", problem(value, Profile.COMPAT));
  }

  @Override
  public String text() {
    return value;
  }

  private static Optional<String> problem(String text, Profile profile) {
    return Checks.when(
        text.isEmpty()
            || text.length() > 100
            || !Chars.isAlnum(text.charAt(0))
            || !Chars.all(text, c -> Chars.isAlnum(c) || c == '-' || c == '_'),
        "expected 1 to 100 ASCII letters, digits, hyphens and underscores, with a letter or digit"
            + " at the start");
  }
}
