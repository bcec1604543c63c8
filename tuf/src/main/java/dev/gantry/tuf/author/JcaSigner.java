// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Bytes;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import org.jspecify.annotations.Nullable;

/** Signs with the engines of the Java platform. */
final class JcaSigner {
  private JcaSigner() {}

  /** Signs with the engine of one provider, or with the first that takes the key. */
  static Bytes sign(
      PrivateKey privateKey, TufPublicKey key, Bytes message, @Nullable Provider provider)
      throws IOException {
    SigningScheme scheme = SigningScheme.of(key);
    try {
      Signature engine =
          provider == null
              ? Signature.getInstance(scheme.jcaName())
              : Signature.getInstance(scheme.jcaName(), provider);
      scheme.configure(engine);
      engine.initSign(privateKey);
      engine.update(message.toByteArray());
      return Bytes.of(engine.sign());
    } catch (GeneralSecurityException | RuntimeException e) {
      // Providers of tokens answer trouble with either.
      throw new SigningFailedException(key.toString(), "the engine failed: " + e.getMessage(), e);
    }
  }
}
