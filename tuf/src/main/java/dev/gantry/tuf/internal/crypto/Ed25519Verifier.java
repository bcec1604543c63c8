// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.crypto;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Verifies Ed25519 signatures (RFC 8032 section 5.1.7), always with the verdict of the JDK.
 *
 * <p>BouncyCastle is several times faster, but takes as long to load as the JDK for some hundred
 * signatures, so it is asked only in a process that has verified many. The two differ only where a
 * point has a component of small order: BouncyCastle checks a multiple of the equation. So its yes
 * is taken only if key and commitment are of prime order, where a multiple of the equation holds if
 * and only if the equation does; and its no is never taken. Thread-safe.
 */
final class Ed25519Verifier {
  /** More than a refresh verifies that does not walk a long chain of roots. */
  private static final int FEW = 16;

  private static final int KEY_BYTES = Ed25519.PUBLIC_KEY_SIZE;
  private static final AtomicInteger VERIFIED = new AtomicInteger();

  /** The key that was last found to be of prime order: chains of roots repeat theirs. */
  private static volatile byte[] primeOrderKey = {};

  private Ed25519Verifier() {}

  /** Tells whether a signature is valid. The message is an array buffer. */
  static boolean verifies(PublicKey key, ByteBuffer message, byte[] signature)
      throws GeneralSecurityException {
    return (isMany() && isSurelyValid(key, message, signature)) || byJdk(key, message, signature);
  }

  private static boolean isMany() {
    // Not counted for ever: an overflow would start anew.
    return VERIFIED.get() >= FEW || VERIFIED.incrementAndGet() >= FEW;
  }

  static boolean byJdk(PublicKey key, ByteBuffer message, byte[] signature)
      throws GeneralSecurityException {
    Signature engine = Signature.getInstance("Ed25519");
    engine.initVerify(key);
    // Not the buffer: without a single byte, the JDK's engine then verifies nothing.
    engine.update(message.array(), message.arrayOffset() + message.position(), message.remaining());
    return engine.verify(signature);
  }

  /** True if the JDK finds the signature valid too; false says nothing. */
  static boolean isSurelyValid(PublicKey key, ByteBuffer message, byte[] signature) {
    byte[] encoded = key.getEncoded();
    byte[] point = Arrays.copyOfRange(encoded, encoded.length - KEY_BYTES, encoded.length);
    return signature.length == Ed25519.SIGNATURE_SIZE
        && isOfPrimeOrder(point)
        && Ed25519.validatePublicKeyFull(signature, 0)
        && Ed25519.verify(
            signature,
            0,
            point,
            0,
            message.array(),
            message.arrayOffset() + message.position(),
            message.remaining());
  }

  private static boolean isOfPrimeOrder(byte[] point) {
    if (Arrays.equals(point, primeOrderKey)) {
      return true;
    }
    if (!Ed25519.validatePublicKeyFull(point, 0)) {
      return false;
    }
    primeOrderKey = point;
    return true;
  }
}
