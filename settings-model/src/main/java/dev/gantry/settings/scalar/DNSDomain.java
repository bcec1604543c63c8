// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Optional;

/**
 * Domain name. It is read as hosts in URLs are (WHATWG URL, host parsing), must not begin with a
 * dot and must not be an address.
 *
 * <p>Source: Bottlerocket's {@code DNSDomain}. Bottlerocket accepts whatever a browser would take
 * for a domain, for example percent-encoded text; the profile {@code STRICT} demands labels of at
 * most 63 ASCII letters, digits, hyphens and underscores, 253 characters together.
 *
 * @param value the text as it was written
 */
public record DNSDomain(String value) implements ScalarValue {
  /** The type: its rules, patterns and examples. */
  public static final ScalarType<DNSDomain> TYPE =
      ScalarType.builder("DNSDomain", DNSDomain.class, DNSDomain::new, DNSDomain::value)
          .description("Domain name, not an address")
          .check(DNSDomain::problem)
          .patterns(
              "^[^\\u0000-\\u001F\\u007F-\\u009F\\u2028\\u2029./][^\\u0000-\\u001F\\u007F-\\u009F\\u2028\\u2029/]*$",
              "^(?=[A-Za-z0-9._-]{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?(\\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*$")
          .format("gantry-dns-domain")
          .examples("cluster.local", "prod.eks")
          .build();

  /**
   * Creates a value.
   *
   * @throws IllegalArgumentException if the profile {@code COMPAT} does not accept the text
   */
  public DNSDomain {
    Checks.require("DNSDomain", problem(value, Profile.COMPAT));
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
    if (text.startsWith(".")) {
      return Optional.of("expected no dot at the start");
    }
    UrlHost.Kind kind = UrlHost.parse(text);
    if (kind != UrlHost.Kind.DOMAIN) {
      return Optional.of(
          kind == UrlHost.Kind.INVALID
              ? "expected a domain name"
              : "expected a domain name, not an address");
    }
    return Checks.when(
        profile == Profile.STRICT && !isLabels(text),
        "expected labels of 1 to 63 ASCII letters, digits, hyphens and underscores, 253 characters"
            + " at most");
  }

  private static boolean isLabels(String text) {
    if (text.length() > 253) {
      return false;
    }
    for (String label : Chars.split(text, '.')) {
      if (label.isEmpty()
          || label.length() > 63
          || label.startsWith("-")
          || label.endsWith("-")
          || !Chars.all(label, c -> Chars.isAlnum(c) || c == '-' || c == '_')) {
        return false;
      }
    }
    return true;
  }
}
