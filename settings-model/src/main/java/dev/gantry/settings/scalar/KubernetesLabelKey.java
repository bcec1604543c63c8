// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Optional;

/**
 * Key of a Kubernetes label or taint: a name of 1 to 63 characters, after a prefix and a slash or
 * not.
 *
 * <p>Source: Bottlerocket's {@code KubernetesLabelKey}. Bottlerocket accepts any 1 to 253 letters,
 * digits, dots and hyphens as prefix; the profile {@code STRICT} demands a DNS subdomain in lower
 * case, as Kubernetes does.
 *
 * @param value the text as it was written
 */
public record KubernetesLabelKey(String value) implements ScalarValue {
  /** The type: its rules, patterns and examples. */
  public static final ScalarType<KubernetesLabelKey> TYPE =
      ScalarType.builder(
              "KubernetesLabelKey",
              KubernetesLabelKey.class,
              KubernetesLabelKey::new,
              KubernetesLabelKey::value)
          .description("Key of a Kubernetes label")
          .check(KubernetesLabelKey::problem)
          .patterns(
              "^([A-Za-z0-9.-]{1,253}/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$",
              "^((?=[^/]{1,253}/)[0-9a-z]([0-9a-z-]*[0-9a-z])?(\\.[0-9a-z]([0-9a-z-]*[0-9a-z])?)*/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$")
          .examples("no-prefix", "example.com/role")
          .build();

  /**
   * Creates a value.
   *
   * @throws IllegalArgumentException if the profile {@code COMPAT} does not accept the text
   */
  public KubernetesLabelKey {
    Checks.require("KubernetesLabelKey", problem(value, Profile.COMPAT));
  }

  @Override
  public String text() {
    return value;
  }

  private static Optional<String> problem(String text, Profile profile) {
    int slash = text.indexOf('/');
    if (slash >= 0) {
      String prefix = text.substring(0, slash);
      if (prefix.isEmpty()
          || prefix.length() > 253
          || !Chars.all(prefix, c -> Chars.isAlnum(c) || c == '.' || c == '-')) {
        return Optional.of(
            "expected 1 to 253 ASCII letters, digits, dots and hyphens before the slash");
      }
      if (profile == Profile.STRICT && !Kubernetes.isSubdomain(prefix)) {
        return Optional.of("expected a DNS subdomain in lower case before the slash");
      }
    }
    return Checks.when(
        !Kubernetes.isLabel(text.substring(slash + 1)),
        "expected a name of 1 to 63 ASCII letters, digits, dots, underscores and hyphens, with a"
            + " letter or digit at both ends");
  }
}
