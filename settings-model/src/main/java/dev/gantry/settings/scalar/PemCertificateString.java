// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Optional;

/**
 * Base64 of a PEM bundle with at least one X.509 certificate, or blank text, which takes a bundle
 * out.
 *
 * <p>Source: Bottlerocket's {@code PemCertificateString}. The certificates are parsed by this
 * platform's own parser, which is stricter than Bottlerocket's in corners of DER. Bottlerocket
 * takes a block with any label for a certificate; the profile {@code STRICT} demands the label
 * {@code CERTIFICATE} (RFC 7468, section 5.1).
 *
 * @param value the text as it was written
 */
public record PemCertificateString(String value) implements ScalarValue {
  /** The type: its rules, patterns and examples. */
  public static final ScalarType<PemCertificateString> TYPE =
      ScalarType.builder(
              "PemCertificateString",
              PemCertificateString.class,
              PemCertificateString::new,
              PemCertificateString::value)
          .description("Base64 of a PEM bundle of X.509 certificates, or blank")
          .check(PemCertificateString::problem)
          .pattern(PemBundle.PATTERN)
          .format("gantry-pem-bundle")
          .examples("")
          .build();

  /**
   * Creates a value.
   *
   * @throws IllegalArgumentException if the profile {@code COMPAT} does not accept the text
   */
  public PemCertificateString {
    Checks.require("PemCertificateString", problem(value, Profile.COMPAT));
  }

  @Override
  public String text() {
    return value;
  }

  private static Optional<String> problem(String text, Profile profile) {
    return PemBundle.problem(text, profile == Profile.STRICT);
  }
}
