// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Bytes;
import dev.gantry.core.Digest;
import java.util.Optional;

/**
 * What a remote service is asked to sign: the message, and its digest for services that take only
 * that. Immutable.
 */
public final class SignRequest {
  private final TufPublicKey publicKey;
  private final SigningScheme scheme;
  private final Bytes message;

  SignRequest(TufPublicKey publicKey, SigningScheme scheme, Bytes message) {
    this.publicKey = publicKey;
    this.scheme = scheme;
    this.message = message;
  }

  /**
   * Returns the key that shall sign.
   *
   * @return its public half
   */
  public TufPublicKey publicKey() {
    return publicKey;
  }

  /**
   * Returns how it shall sign.
   *
   * @return the scheme, which says the digest and for RSA the salt
   */
  public SigningScheme scheme() {
    return scheme;
  }

  /**
   * Returns what to sign.
   *
   * @return the canonical form of metadata, not yet hashed
   */
  public Bytes message() {
    return message;
  }

  /**
   * Returns the digest of the message.
   *
   * @return the digest that the scheme names; empty for Ed25519, which takes the message itself
   */
  public Optional<Digest> digest() {
    return scheme.digest().map(algorithm -> Digest.compute(algorithm, message));
  }
}
