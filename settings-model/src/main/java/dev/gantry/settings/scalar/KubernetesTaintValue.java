// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Optional;
import java.util.Set;

/**
 * Value and effect of a Kubernetes taint, with a colon between; the value may be empty.
 *
 * <p>Source: Bottlerocket's {@code KubernetesTaintValue}. Bottlerocket accepts any word of 1 to 253
 * letters and digits as effect; the profile {@code STRICT} demands one of Kubernetes' three: {@code
 * NoSchedule}, {@code PreferNoSchedule}, {@code NoExecute}.
 *
 * @param value the text as it was written
 */
public record KubernetesTaintValue(String value) implements ScalarValue {
  /** The type: its rules, patterns and examples. */
  public static final ScalarType<KubernetesTaintValue> TYPE =
      ScalarType.builder(
              "KubernetesTaintValue",
              KubernetesTaintValue.class,
              KubernetesTaintValue::new,
              KubernetesTaintValue::value)
          .description("Value and effect of a Kubernetes taint, for example value:NoSchedule")
          .check(KubernetesTaintValue::problem)
          .patterns(
              "^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?:[A-Za-z0-9]{1,253}$",
              "^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?:(NoSchedule|PreferNoSchedule|NoExecute)$")
          .examples("value:NoSchedule", ":NoExecute")
          .build();

  private static final Set<String> EFFECTS = Set.of("NoSchedule", "PreferNoSchedule", "NoExecute");

  /**
   * Creates a value.
   *
   * @throws IllegalArgumentException if the profile {@code COMPAT} does not accept the text
   */
  public KubernetesTaintValue {
    Checks.require("KubernetesTaintValue", problem(value, Profile.COMPAT));
  }

  @Override
  public String text() {
    return value;
  }

  private static Optional<String> problem(String text, Profile profile) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      return Optional.of("expected a value, a colon and an effect");
    }
    String value = text.substring(0, colon);
    String effect = text.substring(colon + 1);
    if (!value.isEmpty() && !Kubernetes.isLabel(value)) {
      return Optional.of(
          "expected at most 63 ASCII letters, digits, dots, underscores and hyphens before the"
              + " colon, with a letter or digit at both ends");
    }
    if (effect.isEmpty() || effect.length() > 253 || !Chars.all(effect, Chars::isAlnum)) {
      return Optional.of("expected an effect of ASCII letters and digits after the colon");
    }
    return Checks.when(
        profile == Profile.STRICT && !EFFECTS.contains(effect),
        "expected the effect NoSchedule, PreferNoSchedule or NoExecute");
  }
}
