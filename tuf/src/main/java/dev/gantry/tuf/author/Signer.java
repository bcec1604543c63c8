// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Bytes;
import java.io.IOException;

/**
 * Somebody who signs: a key in memory, a hardware token, a remote service.
 *
 * <p>This is a service interface for vendors. The editor verifies every signature that it gets. An
 * implementation that is used by several editors at once must be thread-safe.
 */
public interface Signer {
  /**
   * Returns the public half.
   *
   * @return the key, always the same
   */
  TufPublicKey publicKey();

  /**
   * Signs.
   *
   * @param message the canonical form of what is signed, not yet hashed
   * @return the signature as the scheme of the key has it: 64 bytes for Ed25519, DER for ECDSA, as
   *     many bytes as the modulus has for RSA
   * @throws IOException if there is no signature to be had now
   */
  Bytes sign(Bytes message) throws IOException;
}
