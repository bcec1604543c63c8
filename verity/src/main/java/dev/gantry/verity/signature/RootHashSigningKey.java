// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.signature;

import dev.gantry.core.Bytes;
import java.io.IOException;

/**
 * A private key that is elsewhere: in a key management service, a token, another process.
 *
 * <p>What it returns is verified with the certificate before it is used.
 */
@FunctionalInterface
public interface RootHashSigningKey {
  /**
   * Signs a message.
   *
   * @param jcaAlgorithm standard name of the algorithm: {@code SHA256withRSA} (PKCS #1 v1.5),
   *     {@code SHA256withECDSA} (a DER sequence of two numbers), or the same with SHA384 or SHA512
   * @param message what to hash and sign, at most 128 bytes
   * @return the signature
   * @throws IOException if the key cannot be used
   */
  Bytes sign(String jcaAlgorithm, Bytes message) throws IOException;
}
