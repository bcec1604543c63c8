// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Optional;

/**
 * Name of a setting that is left out of the measurement of settings, with everything below it.
 *
 * <p>Source: Bottlerocket's {@code settings.measurement.excluded-settings}: white space around it
 * and one {@code settings.} before it do not count; what is left must not be empty, {@code
 * settings}, or {@code measurement} or something below it, and must not have an asterisk.
 *
 * @param value the text as it was written
 */
public record MeasurementExclusion(String value) implements ScalarValue {
  /** The type: its rules, patterns and examples. */
  public static final ScalarType<MeasurementExclusion> TYPE =
      ScalarType.builder(
              "MeasurementExclusion",
              MeasurementExclusion.class,
              MeasurementExclusion::new,
              MeasurementExclusion::value)
          .description("Name of a setting to leave out of measurement, for example host-containers")
          .check(MeasurementExclusion::problem)
          .pattern(
              "^[^*]*[^*\\u0009-\\u000D\\u0020\\u0085\\u00A0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000][^*]*$")
          .format("gantry-measurement-exclusion")
          .examples("host-containers", "settings.network.hostname")
          .build();

  /**
   * Creates a value.
   *
   * @throws IllegalArgumentException if the profile {@code COMPAT} does not accept the text
   */
  public MeasurementExclusion {
    Checks.require("MeasurementExclusion", problem(value, Profile.COMPAT));
  }

  @Override
  public String text() {
    return value;
  }

  private static Optional<String> problem(String text, Profile profile) {
    String trimmed = Chars.trim(text);
    String name =
        trimmed.startsWith("settings.") ? trimmed.substring("settings.".length()) : trimmed;
    if (name.isEmpty() || name.equals("settings")) {
      return Optional.of("expected the name of a setting below settings");
    }
    if (name.equals("measurement") || name.startsWith("measurement.")) {
      return Optional.of("expected a setting other than the measurement's own");
    }
    return Checks.when(
        trimmed.indexOf('*') >= 0, "expected the name of a setting without wildcards");
  }
}
