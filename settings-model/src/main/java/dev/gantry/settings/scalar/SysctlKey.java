// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Optional;

/**
 * Name of a kernel parameter, with dots or slashes between its parts: 1 to 128 ASCII letters,
 * digits, dots, slashes, underscores and hyphens, no two dots in a row, no dot or slash at the
 * start.
 *
 * <p>Source: Bottlerocket's {@code SysctlKey}. Bottlerocket accepts empty parts, for example {@code
 * net//ipv4} and {@code net.}; the profile {@code STRICT} does not.
 *
 * @param value the text as it was written
 */
public record SysctlKey(String value) implements ScalarValue {
  /** The type: its rules, patterns and examples. */
  public static final ScalarType<SysctlKey> TYPE =
      ScalarType.builder("SysctlKey", SysctlKey.class, SysctlKey::new, SysctlKey::value)
          .description("Name of a kernel parameter, for example net.ipv4.ip_forward")
          .check(SysctlKey::problem)
          .patterns(
              "^(?=[a-zA-Z0-9./_-]{1,128}$)(?!.*\\.\\.)[a-zA-Z0-9_-][a-zA-Z0-9./_-]*$",
              "^(?=[a-zA-Z0-9./_-]{1,128}$)[a-zA-Z0-9_-]+([./][a-zA-Z0-9_-]+)*$")
          .examples("net.ipv4.ip_forward", "fs/aio-nr")
          .build();

  /**
   * Creates a value.
   *
   * @throws IllegalArgumentException if the profile {@code COMPAT} does not accept the text
   */
  public SysctlKey {
    Checks.require("SysctlKey", problem(value, Profile.COMPAT));
  }

  @Override
  public String text() {
    return value;
  }

  private static Optional<String> problem(String text, Profile profile) {
    if (text.isEmpty()
        || text.length() > 128
        || !Chars.all(text, c -> Chars.isAlnum(c) || Chars.isOneOf(c, "./_-"))) {
      return Optional.of(
          "expected 1 to 128 ASCII letters, digits, dots, slashes, underscores and hyphens");
    }
    if (text.contains("..")) {
      return Optional.of("expected no two dots in a row");
    }
    if (Chars.isOneOf(text.charAt(0), "./")) {
      return Optional.of("expected no dot or slash at the start");
    }
    return Checks.when(
        profile == Profile.STRICT && Chars.split(text.replace('/', '.'), '.').contains(""),
        "expected no empty part between dots and slashes");
  }
}
