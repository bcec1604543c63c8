// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.crypto;

import dev.gantry.core.Bytes;
import dev.gantry.core.DigestAlgorithm;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;

/**
 * RSASSA-PSS verification (RFC 8017 section 8.1.2) with the salt length taken from the signature.
 *
 * <p>The JDK's engine verifies only the one salt length it is told, while TUF signers in the field
 * use 32 bytes, the longest possible and others. Everything here is public, so nothing has to run
 * in constant time.
 */
final class PssVerifier {
  private static final byte TRAILER = (byte) 0xbc;

  private PssVerifier() {}

  /** Tells whether a signature fits; MGF1 uses the same digest as the message. */
  static boolean verifies(
      RSAPublicKey key, DigestAlgorithm algorithm, ByteBuffer message, Bytes signature) {
    BigInteger modulus = key.getModulus();
    int modulusBytes = (modulus.bitLength() + 7) / 8;
    if (signature.size() != modulusBytes) {
      return false;
    }
    BigInteger representative = new BigInteger(1, signature.toByteArray());
    if (representative.compareTo(modulus) >= 0) {
      return false;
    }
    BigInteger encoded = representative.modPow(key.getPublicExponent(), modulus);
    int encodedBits = modulus.bitLength() - 1;
    int encodedBytes = (encodedBits + 7) / 8;
    if (encoded.bitLength() > encodedBits) {
      return false;
    }
    return isEncodingOf(message, fixedLength(encoded, encodedBytes), encodedBits, algorithm);
  }

  /** EMSA-PSS-VERIFY, RFC 8017 section 9.1.2. */
  private static boolean isEncodingOf(
      ByteBuffer message, byte[] encoded, int encodedBits, DigestAlgorithm algorithm) {
    int hashBytes = algorithm.sizeBytes();
    int maskedBytes = encoded.length - hashBytes - 1;
    if (maskedBytes < 1 || encoded[encoded.length - 1] != TRAILER) {
      return false;
    }
    byte[] hash = Arrays.copyOfRange(encoded, maskedBytes, maskedBytes + hashBytes);
    byte[] block = mgf1(hash, maskedBytes, algorithm);
    for (int i = 0; i < maskedBytes; i++) {
      block[i] ^= encoded[i];
    }
    block[0] &= (byte) (0xff >>> (8 * encoded.length - encodedBits));
    int separator = 0;
    while (separator < maskedBytes && block[separator] == 0) {
      separator++;
    }
    if (separator == maskedBytes || block[separator] != 1) {
      return false;
    }
    MessageDigest digest = algorithm.newMessageDigest();
    digest.update(message.duplicate());
    byte[] messageHash = digest.digest();
    digest.update(new byte[8]);
    digest.update(messageHash);
    digest.update(block, separator + 1, maskedBytes - separator - 1);
    return MessageDigest.isEqual(hash, digest.digest());
  }

  /** MGF1, RFC 8017 appendix B.2.1. */
  private static byte[] mgf1(byte[] seed, int length, DigestAlgorithm algorithm) {
    byte[] mask = new byte[length];
    MessageDigest digest = algorithm.newMessageDigest();
    int hashBytes = algorithm.sizeBytes();
    for (int done = 0, counter = 0; done < length; done += hashBytes, counter++) {
      digest.update(seed);
      digest.update(
          new byte[] {
            (byte) (counter >>> 24), (byte) (counter >>> 16), (byte) (counter >>> 8), (byte) counter
          });
      System.arraycopy(digest.digest(), 0, mask, done, Math.min(hashBytes, length - done));
    }
    return mask;
  }

  private static byte[] fixedLength(BigInteger value, int length) {
    byte[] raw = value.toByteArray();
    byte[] out = new byte[length];
    int skip = raw.length > length ? raw.length - length : 0;
    System.arraycopy(raw, skip, out, length - (raw.length - skip), raw.length - skip);
    return out;
  }
}
