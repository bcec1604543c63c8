// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Optional;

/**
 * URL, or what becomes one with {@code http://} before it. The text is kept as it was written.
 *
 * <p>Source: Bottlerocket's {@code Url}: no control characters, and the parser of the WHATWG URL
 * standard accepts the text, either as it is or with {@code http://} before it. The profile {@code
 * STRICT} demands that it has no white space, no backslash and only ASCII. See
 * docs/settings/scalars.md for what this parser knows of internationalised names.
 *
 * @param value the text as it was written
 */
public record Url(String value) implements ScalarValue {
  /** The type: its rules, patterns and examples. */
  public static final ScalarType<Url> TYPE =
      ScalarType.builder("Url", Url.class, Url::new, Url::value)
          .description("URL, with or without a scheme")
          .check(Url::problem)
          .patterns("^[^\\u0000-\\u001F\\u007F-\\u009F\\u2028\\u2029]+$", "^[!-\\[\\]-~]+$")
          .format("gantry-url")
          .examples("https://example.com/path", "localhost:8080", "169.254.169.123")
          .build();

  /**
   * Creates a value.
   *
   * @throws IllegalArgumentException if the profile {@code COMPAT} does not accept the text
   */
  public Url {
    Checks.require("Url", problem(value, Profile.COMPAT));
  }

  @Override
  public String text() {
    return value;
  }

  private static Optional<String> problem(String text, Profile profile) {
    Optional<String> controls = Checks.controls(text);
    if (controls.isPresent()) {
      return controls;
    }
    if (profile == Profile.STRICT && !Chars.all(text, c -> c > 0x20 && c < 0x7f && c != '\\')) {
      return Optional.of("expected printable ASCII without spaces and backslashes");
    }
    return Checks.when(
        !UrlText.isUrl(text) && !UrlText.isUrl("http://" + text),
        "expected a URL, with or without http:// before it");
  }
}
