// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.crypto;

import dev.gantry.core.Bytes;
import dev.gantry.core.DigestAlgorithm;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.NamedParameterSpec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The signature schemes that can be verified; the PKCS#1 v1.5 ones are never written. */
enum SignatureScheme {
  ED25519("ed25519", Family.ED25519, null, DigestAlgorithm.SHA512, "Ed25519"),
  ECDSA_P256(
      "ecdsa-sha2-nistp256", Family.ECDSA, Curve.P256, DigestAlgorithm.SHA256, "SHA256withECDSA"),
  ECDSA_P384(
      "ecdsa-sha2-nistp384", Family.ECDSA, Curve.P384, DigestAlgorithm.SHA384, "SHA384withECDSA"),
  ECDSA_P521(
      "ecdsa-sha2-nistp521", Family.ECDSA, Curve.P521, DigestAlgorithm.SHA512, "SHA512withECDSA"),
  RSA_PSS_SHA256("rsassa-pss-sha256", Family.RSA_PSS, null, DigestAlgorithm.SHA256, "RSASSA-PSS"),
  RSA_PSS_SHA384("rsassa-pss-sha384", Family.RSA_PSS, null, DigestAlgorithm.SHA384, "RSASSA-PSS"),
  RSA_PSS_SHA512("rsassa-pss-sha512", Family.RSA_PSS, null, DigestAlgorithm.SHA512, "RSASSA-PSS"),
  RSA_PKCS1_SHA256(
      "rsa-pkcs1v15-sha256", Family.RSA_PKCS1, null, DigestAlgorithm.SHA256, "SHA256withRSA"),
  RSA_PKCS1_SHA384(
      "rsa-pkcs1v15-sha384", Family.RSA_PKCS1, null, DigestAlgorithm.SHA384, "SHA384withRSA"),
  RSA_PKCS1_SHA512(
      "rsa-pkcs1v15-sha512", Family.RSA_PKCS1, null, DigestAlgorithm.SHA512, "SHA512withRSA");

  /** What kind of key a scheme takes. */
  enum Family {
    ED25519,
    ECDSA,
    RSA_PSS,
    RSA_PKCS1
  }

  private final String id;
  private final Family family;
  private final @Nullable Curve curve;
  private final DigestAlgorithm digest;
  private final String jcaName;

  SignatureScheme(
      String id, Family family, @Nullable Curve curve, DigestAlgorithm digest, String jcaName) {
    this.id = id;
    this.family = family;
    this.curve = curve;
    this.digest = digest;
    this.jcaName = jcaName;
  }

  /** Finds the scheme for the two names that a key object carries, or null. */
  static @Nullable SignatureScheme find(String keyType, String scheme) {
    for (SignatureScheme candidate : values()) {
      if (candidate.id.equals(scheme) && candidate.takes(keyType)) {
        return candidate;
      }
    }
    return null;
  }

  /** Returns the scheme to publish a key with, or null if there is none. */
  static @Nullable SignatureScheme recommendedFor(PublicKey key) {
    if (key instanceof EdECPublicKey edwards) {
      return edwards.getParams().getName().equals(NamedParameterSpec.ED25519.getName())
          ? ED25519
          : null;
    }
    if (key instanceof RSAPublicKey) {
      return RSA_PSS_SHA256;
    }
    if (key instanceof ECPublicKey elliptic) {
      for (SignatureScheme candidate : values()) {
        if (candidate.curve != null && candidate.curve.has(elliptic.getParams())) {
          return candidate;
        }
      }
    }
    return null;
  }

  private boolean takes(String keyType) {
    return switch (family) {
      case ED25519 -> keyType.equals("ed25519");
      // Repositories made with older tools name the scheme as the key type.
      case ECDSA -> keyType.equals("ecdsa") || keyType.equals(id);
      case RSA_PSS, RSA_PKCS1 -> keyType.equals("rsa");
    };
  }

  String id() {
    return id;
  }

  String keyType() {
    return switch (family) {
      case ED25519 -> "ed25519";
      case ECDSA -> "ecdsa";
      case RSA_PSS, RSA_PKCS1 -> "rsa";
    };
  }

  Family family() {
    return family;
  }

  Optional<Curve> curve() {
    return Optional.ofNullable(curve);
  }

  /** Says what {@code keyval.public} must hold. */
  String expectation() {
    return switch (family) {
      case ED25519 -> "64 hexadecimal digits";
      case ECDSA ->
          "a PEM SubjectPublicKeyInfo, or an uncompressed point in hexadecimal digits, on " + curve;
      case RSA_PSS, RSA_PKCS1 -> "a PEM RSA public key of 2048 to 16384 bits";
    };
  }

  /** Tells whether a signature is valid; false for any bytes that are none. Takes array buffers. */
  boolean verifies(PublicKey key, ByteBuffer message, Bytes signature) {
    if (family == Family.RSA_PSS) {
      return key instanceof RSAPublicKey rsa
          && PssVerifier.verifies(rsa, digest, message, signature);
    }
    if (curve != null && !isInRange(signature, curve.order())) {
      return false;
    }
    try {
      if (family == Family.ED25519) {
        return Ed25519Verifier.verifies(key, message, signature.toByteArray());
      }
      Signature engine = Signature.getInstance(jcaName);
      engine.initVerify(key);
      engine.update(
          message.array(), message.arrayOffset() + message.position(), message.remaining());
      return engine.verify(signature.toByteArray());
    } catch (GeneralSecurityException | RuntimeException hostile) {
      // Providers answer odd bytes with false, a checked or, in some releases, an unchecked one.
      return false;
    }
  }

  /** Some releases of JDK 17 take r = s = 0 for a signature of everything (CVE-2022-21449). */
  private static boolean isInRange(Bytes signature, BigInteger order) {
    return DerReader.pair(signature.toByteArray())
        .filter(rs -> rs.first().signum() > 0 && rs.first().compareTo(order) < 0)
        .filter(rs -> rs.second().signum() > 0 && rs.second().compareTo(order) < 0)
        .isPresent();
  }
}
