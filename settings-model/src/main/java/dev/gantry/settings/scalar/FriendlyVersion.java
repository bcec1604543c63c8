// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.core.Version;
import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Optional;

/**
 * Version to update to: {@code latest}, or a version of SemVer 2.0.0 with or without a {@code v}
 * before it.
 *
 * <p>Source: Bottlerocket's {@code FriendlyVersion}. The profile {@code STRICT} demands what {@link
 * dev.gantry.core.Version} takes: at most 256 characters, and numbers up to 2<sup>63</sup>-1 where
 * Bottlerocket takes twice as much.
 *
 * @param value the text as it was written
 */
public record FriendlyVersion(String value) implements ScalarValue {
  /** The type: its rules, patterns and examples. */
  public static final ScalarType<FriendlyVersion> TYPE =
      ScalarType.builder(
              "FriendlyVersion",
              FriendlyVersion.class,
              FriendlyVersion::new,
              FriendlyVersion::value)
          .description("The word latest, or a semantic version, with or without a v before it")
          .check(FriendlyVersion::problem)
          .patterns(
              SemVer.pattern(SemVer.U64_MAX, ""),
              SemVer.pattern(SemVer.I64_MAX, "(?=v?[0-9A-Za-z.+-]{0,256}$)"))
          .examples("latest", "v1.26.1", "1.0.0-rc.1+git.5")
          .build();

  /**
   * Creates a value.
   *
   * @throws IllegalArgumentException if the profile {@code COMPAT} does not accept the text
   */
  public FriendlyVersion {
    Checks.require("FriendlyVersion", problem(value, Profile.COMPAT));
  }

  @Override
  public String text() {
    return value;
  }

  private static Optional<String> problem(String text, Profile profile) {
    if (text.equals("latest")) {
      return Optional.empty();
    }
    String version = text.startsWith("v") ? text.substring(1) : text;
    boolean strict = profile == Profile.STRICT;
    if (strict && version.length() > Version.MAX_LENGTH) {
      return Optional.of("expected at most " + Version.MAX_LENGTH + " characters");
    }
    return Checks.when(
        !SemVer.isVersion(version, strict ? SemVer.I64_MAX : SemVer.U64_MAX),
        "expected latest or a semantic version such as 1.20.0 or v1.20.0");
  }
}
