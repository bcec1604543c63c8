// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Bytes;
import dev.gantry.tuf.internal.crypto.TufKey;
import java.io.IOException;

/** Takes no signer's word: each signature is verified right after it is made. */
final class CheckedSigner {
  private CheckedSigner() {}

  /** Returns a signature that verifies under a key. */
  static Bytes sign(Signer signer, TufKey key, Bytes message, String document) throws IOException {
    Bytes signature = signer.sign(message);
    if (!key.verifies(message, signature)) {
      throw new InvalidSignatureException(
          document, key.keyId(), "was just made by its signer and does not verify");
    }
    return signature;
  }
}
