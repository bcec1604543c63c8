// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.signature;

import java.math.BigInteger;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECParameterSpec;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/** The kinds of keys that the kernel has for such signatures, and how it names them. */
enum KeyKind {
  /** RSA with the padding of PKCS #1 v1.5; the kernel has no PSS here. */
  RSA,
  /** ECDSA on one of NIST's curves. */
  ECDSA;

  static final int MIN_RSA_BITS = 2048;
  static final int MAX_RSA_BITS = 8192;

  private static final Set<Integer> CURVE_BITS = Set.of(256, 384, 521);

  /** Finds the kind of a key, or nothing if the kernel or our rules do not take it. */
  static Optional<KeyKind> of(PublicKey key) {
    if (key instanceof RSAPublicKey rsa) {
      BigInteger modulus = rsa.getModulus();
      boolean fits = modulus.bitLength() >= MIN_RSA_BITS && modulus.bitLength() <= MAX_RSA_BITS;
      return fits ? Optional.of(RSA) : Optional.empty();
    }
    if (key instanceof ECPublicKey ec) {
      @SuppressWarnings("NullAway") // a provider may leave them out
      ECParameterSpec curve = ec.getParams();
      boolean fits = curve != null && CURVE_BITS.contains(curve.getOrder().bitLength());
      return fits ? Optional.of(ECDSA) : Optional.empty();
    }
    return Optional.empty();
  }

  static String expected() {
    return "RSA of " + MIN_RSA_BITS + " to " + MAX_RSA_BITS + " bits, or EC on P-256, P-384, P-521";
  }

  /** The name of {@link java.security.Signature}. */
  String jcaName(SignatureDigest digest) {
    return digest.name() + "with" + name();
  }

  /**
   * The identifier in a signature. The kernel wants that of the key for RSA, not that of key and
   * digest.
   */
  AlgorithmIdentifier identifier(SignatureDigest digest) {
    return this == RSA
        ? new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE)
        : new AlgorithmIdentifier(digest.ecdsaOid());
  }

  boolean isNamedBy(ASN1ObjectIdentifier oid, SignatureDigest digest) {
    return identifier(digest).getAlgorithm().equals((Object) oid);
  }
}
