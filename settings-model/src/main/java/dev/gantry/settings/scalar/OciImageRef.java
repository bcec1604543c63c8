// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Optional;

/**
 * Reference to a container image: printable ASCII without spaces, not empty. What pulls the image
 * checks the rest.
 *
 * <p>Source: Bottlerocket's {@code OciImageRef}.
 *
 * @param value the text as it was written
 */
public record OciImageRef(String value) implements ScalarValue {
  /** The type: its rules, patterns and examples. */
  public static final ScalarType<OciImageRef> TYPE =
      ScalarType.builder("OciImageRef", OciImageRef.class, OciImageRef::new, OciImageRef::value)
          .description("Reference to a container image, of printable ASCII without spaces")
          .check(OciImageRef::problem)
          .pattern("^[!-~]+$")
          .examples("public.ecr.aws/bottlerocket/bottlerocket-admin:v0.11.13", "localhost/simple")
          .build();

  /**
   * Creates a value.
   *
   * @throws IllegalArgumentException if the profile {@code COMPAT} does not accept the text
   */
  public OciImageRef {
    Checks.require("OciImageRef", problem(value, Profile.COMPAT));
  }

  @Override
  public String text() {
    return value;
  }

  private static Optional<String> problem(String text, Profile profile) {
    return Checks.when(
        text.isEmpty() || !Chars.all(text, c -> c > 0x20 && c < 0x7f),
        "expected printable ASCII without spaces");
  }
}
