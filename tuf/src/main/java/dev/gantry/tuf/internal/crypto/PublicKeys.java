// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.crypto;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decodes {@code keyval.public} and checks that it is a key worth trusting. */
final class PublicKeys {
  private static final int MIN_RSA_BITS = 2048;

  /** Verification time grows with the square of the size; nobody uses more. */
  private static final int MAX_RSA_BITS = 16384;

  private static final int MAX_EXPONENT_BITS = 64;

  /** SubjectPublicKeyInfo of an Ed25519 key up to the key itself, RFC 8410 section 4. */
  private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private static final int ED25519_BYTES = 32;

  private static final BigInteger ED25519_PRIME =
      BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

  /** Of the points of order 1, 2, 4 and, twice, 8. */
  private static final Set<BigInteger> SMALL_ORDER =
      Set.of(
          BigInteger.ONE,
          ED25519_PRIME.subtract(BigInteger.ONE),
          BigInteger.ZERO,
          new BigInteger("7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7", 16),
          new BigInteger("05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826", 16));

  private PublicKeys() {}

  /** Returns the key, rebuilt so that equal keys have equal encodings, or null if it is none. */
  static @Nullable PublicKey decode(SignatureScheme scheme, String value) {
    try {
      return switch (scheme.family()) {
        case ED25519 -> ed25519(value);
        case ECDSA -> elliptic(scheme.curve().orElseThrow(), value);
        case RSA_PSS, RSA_PKCS1 -> rsa(value);
      };
    } catch (GeneralSecurityException | RuntimeException notAKey) {
      // Key factories answer hostile encodings with either.
      return null;
    }
  }

  /** Encodes a key as the specification recommends for its scheme. */
  static String encode(SignatureScheme scheme, PublicKey key) {
    byte[] encoded = key.getEncoded();
    return scheme.family() == SignatureScheme.Family.ED25519
        ? HexFormat.of().formatHex(encoded, ED25519_PREFIX.length, encoded.length)
        : Pem.encode("PUBLIC KEY", encoded);
  }

  private static PublicKey ed25519(String value) throws GeneralSecurityException {
    byte[] raw = HexFormat.of().parseHex(value);
    if (raw.length != ED25519_BYTES) {
      throw new InvalidKeySpecException("wrong length");
    }
    if (!isStrongPoint(raw)) {
      throw new InvalidKeySpecException("not canonical, or of small order");
    }
    byte[] encoded = Arrays.copyOf(ED25519_PREFIX, ED25519_PREFIX.length + ED25519_BYTES);
    System.arraycopy(raw, 0, encoded, ED25519_PREFIX.length, ED25519_BYTES);
    return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
  }

  /**
   * Tells whether the y-coordinate is below the field's prime and not one of the five of points of
   * small order, under which a signature would fit many messages (RFC 8032 section 5.1.3; IACR
   * 2020/1244 section 4).
   */
  private static boolean isStrongPoint(byte[] raw) {
    byte[] bigEndian = new byte[ED25519_BYTES];
    for (int i = 0; i < ED25519_BYTES; i++) {
      bigEndian[i] = raw[ED25519_BYTES - 1 - i];
    }
    bigEndian[0] &= 0x7f;
    BigInteger y = new BigInteger(1, bigEndian);
    return y.compareTo(ED25519_PRIME) < 0 && !SMALL_ORDER.contains(y);
  }

  private static PublicKey elliptic(Curve curve, String value) throws GeneralSecurityException {
    KeyFactory factory = KeyFactory.getInstance("EC");
    Optional<byte[]> pem = Pem.decode(value, "PUBLIC KEY");
    ECPoint point;
    if (pem.isPresent()) {
      ECPublicKey key = (ECPublicKey) factory.generatePublic(new X509EncodedKeySpec(pem.get()));
      if (!curve.has(key.getParams())) {
        throw new InvalidKeySpecException("wrong curve");
      }
      point = key.getW();
    } else {
      point = uncompressed(curve, HexFormat.of().parseHex(value));
    }
    if (!curve.contains(point)) {
      throw new InvalidKeySpecException("not on the curve");
    }
    return factory.generatePublic(new ECPublicKeySpec(point, curve.parameters()));
  }

  private static ECPoint uncompressed(Curve curve, byte[] raw) throws InvalidKeySpecException {
    int size = curve.fieldBytes();
    if (raw.length != 1 + 2 * size || raw[0] != 4) {
      throw new InvalidKeySpecException("not an uncompressed point");
    }
    return new ECPoint(new BigInteger(1, raw, 1, size), new BigInteger(1, raw, 1 + size, size));
  }

  private static PublicKey rsa(String value) throws GeneralSecurityException {
    KeyFactory factory = KeyFactory.getInstance("RSA");
    BigInteger modulus;
    BigInteger exponent;
    Optional<byte[]> spki = Pem.decode(value, "PUBLIC KEY");
    if (spki.isPresent()) {
      RSAPublicKey key = (RSAPublicKey) factory.generatePublic(new X509EncodedKeySpec(spki.get()));
      modulus = key.getModulus();
      exponent = key.getPublicExponent();
    } else {
      DerReader.Pair pkcs1 =
          Pem.decode(value, "RSA PUBLIC KEY").flatMap(DerReader::pair).orElseThrow();
      modulus = pkcs1.first();
      exponent = pkcs1.second();
    }
    boolean strong =
        modulus.bitLength() >= MIN_RSA_BITS
            && modulus.bitLength() <= MAX_RSA_BITS
            && modulus.testBit(0)
            && exponent.testBit(0)
            && exponent.bitLength() > 1
            && exponent.bitLength() <= MAX_EXPONENT_BITS;
    if (!strong) {
      throw new InvalidKeySpecException("too small, too large or even");
    }
    return factory.generatePublic(new RSAPublicKeySpec(modulus, exponent));
  }
}
