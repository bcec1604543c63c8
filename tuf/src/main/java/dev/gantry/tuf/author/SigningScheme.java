// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.DigestAlgorithm;
import dev.gantry.core.UnsupportedFormatException;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The signature schemes that Gantry signs with (TUF specification section 4.2). The PKCS#1 v1.5
 * schemes of old repositories are verified and never written.
 */
public enum SigningScheme {
  /** Ed25519, RFC 8032: 64 bytes. */
  ED25519("ed25519", null, "Ed25519", 0, 0),
  /** ECDSA on P-256 with SHA-256, as DER. */
  ECDSA_P256("ecdsa-sha2-nistp256", DigestAlgorithm.SHA256, "SHA256withECDSA", 0, 32),
  /** ECDSA on P-384 with SHA-384, as DER. */
  ECDSA_P384("ecdsa-sha2-nistp384", DigestAlgorithm.SHA384, "SHA384withECDSA", 0, 48),
  /** ECDSA on P-521 with SHA-512, as DER. */
  ECDSA_P521("ecdsa-sha2-nistp521", DigestAlgorithm.SHA512, "SHA512withECDSA", 0, 66),
  /** RSASSA-PSS with SHA-256, MGF1 with SHA-256 and a salt of 32 bytes. */
  RSA_PSS_SHA256("rsassa-pss-sha256", DigestAlgorithm.SHA256, "RSASSA-PSS", 32, 0),
  /** RSASSA-PSS with SHA-384, MGF1 with SHA-384 and a salt of 48 bytes. */
  RSA_PSS_SHA384("rsassa-pss-sha384", DigestAlgorithm.SHA384, "RSASSA-PSS", 48, 0),
  /** RSASSA-PSS with SHA-512, MGF1 with SHA-512 and a salt of 64 bytes. */
  RSA_PSS_SHA512("rsassa-pss-sha512", DigestAlgorithm.SHA512, "RSASSA-PSS", 64, 0);

  private final String id;
  private final @Nullable DigestAlgorithm digest;
  private final String jcaName;
  private final int saltBytes;
  private final int fieldBytes;

  SigningScheme(
      String id, @Nullable DigestAlgorithm digest, String jcaName, int saltBytes, int fieldBytes) {
    this.id = id;
    this.digest = digest;
    this.jcaName = jcaName;
    this.saltBytes = saltBytes;
    this.fieldBytes = fieldBytes;
  }

  /**
   * Finds the scheme of a key.
   *
   * @param key a public key
   * @return its scheme
   * @throws UnsupportedFormatException if nothing is signed with that scheme any more, or yet
   */
  public static SigningScheme of(TufPublicKey key) throws UnsupportedFormatException {
    for (SigningScheme scheme : values()) {
      if (key.isSupported() && scheme.id.equals(key.scheme())) {
        return scheme;
      }
    }
    throw new UnsupportedFormatException(
        key.toString(),
        "scheme",
        key.scheme(),
        "ed25519, ecdsa-sha2-nistp256, …384, …521 and rsassa-pss-sha256, …384, …512 for signing");
  }

  /**
   * Returns the name in metadata.
   *
   * @return for example {@code rsassa-pss-sha256}
   */
  public String id() {
    return id;
  }

  /**
   * Returns the digest that is signed.
   *
   * @return the algorithm, or empty for Ed25519, which takes the message itself
   */
  public Optional<DigestAlgorithm> digest() {
    return Optional.ofNullable(digest);
  }

  /** Returns how many bytes each number of an ECDSA signature takes, or 0. */
  int fieldBytes() {
    return fieldBytes;
  }

  /** Returns the name of the engine in the Java platform. */
  String jcaName() {
    return jcaName;
  }

  /** Sets what the name of the engine does not say. */
  void configure(Signature engine) throws GeneralSecurityException {
    if (saltBytes > 0) {
      String hash = "SHA-" + saltBytes * Byte.SIZE;
      engine.setParameter(
          new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), saltBytes, 1));
    }
  }
}
