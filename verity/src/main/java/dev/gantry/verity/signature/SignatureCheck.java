// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.signature;

import dev.gantry.core.Bytes;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;

/** Verifies with the JDK; stateless. */
final class SignatureCheck {
  private SignatureCheck() {}

  /** Whether a signature is that of a message by the key of a certificate. */
  static boolean holds(
      KeyKind kind,
      SignatureDigest digest,
      X509Certificate certificate,
      Bytes message,
      Bytes signature) {
    try {
      Signature verifier = Signature.getInstance(kind.jcaName(digest));
      verifier.initVerify(certificate.getPublicKey());
      verifier.update(message.asByteBuffer());
      return verifier.verify(signature.toByteArray());
    } catch (SignatureException e) {
      // The signature has not even the form of one.
      return false;
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("this Java runtime cannot use the key", e);
    }
  }
}
