// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Optional;

/**
 * Token by which a node joins a Kubernetes cluster. It is a secret: {@code toString} does not show
 * it.
 *
 * <p>Source: Bottlerocket's {@code KubernetesBootstrapToken}.
 *
 * @param value the text as it was written
 */
public record KubernetesBootstrapToken(String value) implements ScalarValue {
  /** The type: its rules, patterns and examples. */
  public static final ScalarType<KubernetesBootstrapToken> TYPE =
      ScalarType.builder(
              "KubernetesBootstrapToken",
              KubernetesBootstrapToken.class,
              KubernetesBootstrapToken::new,
              KubernetesBootstrapToken::value)
          .description("Bootstrap token of Kubernetes, 6 and 16 characters with a dot between")
          .check(KubernetesBootstrapToken::problem)
          .pattern("^[a-z0-9]{6}\\.[a-z0-9]{16}$")
          .examples("abcdef.0123456789abcdef")
          .build();

  /**
   * Creates a value.
   *
   * @throws IllegalArgumentException if the profile {@code COMPAT} does not accept the text
   */
  public KubernetesBootstrapToken {
    Checks.require("KubernetesBootstrapToken", problem(value, Profile.COMPAT));
  }

  @Override
  public String text() {
    return value;
  }

  @Override
  public String toString() {
    return "KubernetesBootstrapToken[secret]";
  }

  private static Optional<String> problem(String text, Profile profile) {
    return Checks.when(
        text.length() != 23
            || text.charAt(6) != '.'
            || !Chars.all(text.substring(0, 6), KubernetesBootstrapToken::isTokenChar)
            || !Chars.all(text.substring(7), KubernetesBootstrapToken::isTokenChar),
        "expected 6 lower case letters or digits, a dot and 16 lower case letters or digits");
  }

  private static boolean isTokenChar(char c) {
    return Chars.isLower(c) || Chars.isDigit(c);
  }
}
