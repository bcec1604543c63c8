// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Optional;

/**
 * Host name: labels of 1 to 63 lower case ASCII letters, digits and hyphens, joined by dots, 253
 * characters at most. No label begins with a hyphen.
 *
 * <p>Source: Bottlerocket's {@code ValidLinuxHostname}. Bottlerocket accepts labels that end with a
 * hyphen, the profile {@code STRICT} does not (RFC 1123, section 2.1).
 *
 * @param value the text as it was written
 */
public record ValidLinuxHostname(String value) implements ScalarValue {
  /** The type: its rules, patterns and examples. */
  public static final ScalarType<ValidLinuxHostname> TYPE =
      ScalarType.builder(
              "ValidLinuxHostname",
              ValidLinuxHostname.class,
              ValidLinuxHostname::new,
              ValidLinuxHostname::value)
          .description("Host name of lower case letters, digits, hyphens and dots")
          .check(ValidLinuxHostname::problem)
          .patterns(
              "^(?=[0-9a-z.-]{1,253}$)[0-9a-z][0-9a-z-]{0,62}(\\.[0-9a-z][0-9a-z-]{0,62})*$",
              "^(?=[0-9a-z.-]{1,253}$)[0-9a-z]([0-9a-z-]{0,61}[0-9a-z])?(\\.[0-9a-z]([0-9a-z-]{0,61}[0-9a-z])?)*$")
          .examples("localhost", "ip-10-0-0-1.ec2.internal")
          .build();

  /**
   * Creates a value.
   *
   * @throws IllegalArgumentException if the profile {@code COMPAT} does not accept the text
   */
  public ValidLinuxHostname {
    Checks.require("ValidLinuxHostname", problem(value, Profile.COMPAT));
  }

  @Override
  public String text() {
    return value;
  }

  private static Optional<String> problem(String text, Profile profile) {
    if (text.isEmpty() || text.length() > 253) {
      return Optional.of("expected 1 to 253 characters");
    }
    for (String label : Chars.split(text, '.')) {
      if (label.isEmpty() || label.length() > 63) {
        return Optional.of("expected 1 to 63 characters between dots");
      }
      if (!Chars.all(label, c -> Chars.isLower(c) || Chars.isDigit(c) || c == '-')) {
        return Optional.of("expected only lower case ASCII letters, digits, hyphens and dots");
      }
      if (label.charAt(0) == '-') {
        return Optional.of("expected no hyphen at the start or after a dot");
      }
      if (profile == Profile.STRICT && label.endsWith("-")) {
        return Optional.of("expected no hyphen at the end or before a dot");
      }
    }
    return Optional.empty();
  }
}
