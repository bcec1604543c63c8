// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Optional;

/**
 * Name of a Kubernetes resource: 1 to 253 lower case ASCII letters, digits, dots and hyphens.
 *
 * <p>Source: Bottlerocket's {@code KubernetesName}. The profile {@code STRICT} demands a letter or
 * digit at both ends of each part between dots, as Kubernetes does.
 *
 * @param value the text as it was written
 */
public record KubernetesName(String value) implements ScalarValue {
  /** The type: its rules, patterns and examples. */
  public static final ScalarType<KubernetesName> TYPE =
      ScalarType.builder(
              "KubernetesName", KubernetesName.class, KubernetesName::new, KubernetesName::value)
          .description("Name of a Kubernetes resource")
          .check(KubernetesName::problem)
          .patterns(
              "^[0-9a-z.-]{1,253}$",
              "^(?=[0-9a-z.-]{1,253}$)[0-9a-z]([0-9a-z-]*[0-9a-z])?(\\.[0-9a-z]([0-9a-z-]*[0-9a-z])?)*$")
          .examples("my-pod", "42")
          .build();

  /**
   * Creates a value.
   *
   * @throws IllegalArgumentException if the profile {@code COMPAT} does not accept the text
   */
  public KubernetesName {
    Checks.require("KubernetesName", problem(value, Profile.COMPAT));
  }

  @Override
  public String text() {
    return value;
  }

  private static Optional<String> problem(String text, Profile profile) {
    if (text.isEmpty()
        || text.length() > 253
        || !Chars.all(text, c -> Chars.isLower(c) || Chars.isDigit(c) || c == '.' || c == '-')) {
      return Optional.of("expected 1 to 253 lower case ASCII letters, digits, dots and hyphens");
    }
    return Checks.when(
        profile == Profile.STRICT && !Kubernetes.isSubdomain(text),
        "expected a lower case letter or digit at both ends of each part between dots");
  }
}
