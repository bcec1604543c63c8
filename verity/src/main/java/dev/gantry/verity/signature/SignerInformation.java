// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.signature;

import dev.gantry.core.Bytes;
import java.math.BigInteger;
import java.util.Objects;
import java.util.Optional;

/**
 * Who made a signature, as it says itself; nothing of it is verified.
 *
 * <p>A signer is named by the issuer and the serial number of a certificate, or by the subject key
 * identifier in it (RFC 5652, section 5.3). Immutable.
 *
 * @param issuer distinguished name of the issuer (RFC 4519 form), or empty
 * @param serialNumber serial number of the certificate, or empty
 * @param subjectKeyIdentifier identifier of the key, or empty
 * @param digestAlgorithm name such as {@code SHA256}, or an object identifier
 * @param signatureAlgorithm name such as {@code RSA}, or an object identifier
 */
public record SignerInformation(
    Optional<String> issuer,
    Optional<BigInteger> serialNumber,
    Optional<Bytes> subjectKeyIdentifier,
    String digestAlgorithm,
    String signatureAlgorithm) {
  /** Creates the information. */
  public SignerInformation {
    Objects.requireNonNull(issuer, "issuer");
    Objects.requireNonNull(serialNumber, "serialNumber");
    Objects.requireNonNull(subjectKeyIdentifier, "subjectKeyIdentifier");
    Objects.requireNonNull(digestAlgorithm, "digestAlgorithm");
    Objects.requireNonNull(signatureAlgorithm, "signatureAlgorithm");
  }
}
