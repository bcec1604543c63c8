// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Bytes;
import dev.gantry.core.UnsupportedFormatException;
import java.io.IOException;
import java.util.Objects;

/**
 * A key in a service, such as the key management of a cloud: its SDK stays with the caller, who
 * says in a {@link Service} how to ask it. What comes back is verified before anybody uses it.
 *
 * <p>As thread-safe as the service. There are no retries here: the service knows better what may be
 * tried again.
 */
public final class RemoteSigner implements Signer {
  /** Asks a service for one signature. */
  @FunctionalInterface
  public interface Service {
    /**
     * Signs.
     *
     * @param request what to sign, with which key and scheme
     * @return the signature: 64 bytes for Ed25519, DER or two numbers of fixed size for ECDSA, as
     *     many bytes as the modulus has for RSA
     * @throws IOException if there is no signature to be had
     */
    Bytes sign(SignRequest request) throws IOException;
  }

  private final TufPublicKey publicKey;
  private final SigningScheme scheme;
  private final Service service;

  private RemoteSigner(TufPublicKey publicKey, SigningScheme scheme, Service service) {
    this.publicKey = publicKey;
    this.scheme = scheme;
    this.service = service;
  }

  /**
   * Creates a signer.
   *
   * @param publicKey the public half of the service's key
   * @param service asks the service
   * @return the signer
   * @throws UnsupportedFormatException if nothing is signed with the scheme of the key
   */
  public static RemoteSigner of(TufPublicKey publicKey, Service service)
      throws UnsupportedFormatException {
    return new RemoteSigner(
        publicKey, SigningScheme.of(publicKey), Objects.requireNonNull(service, "service"));
  }

  @Override
  public TufPublicKey publicKey() {
    return publicKey;
  }

  /**
   * Signs.
   *
   * @throws InvalidSignatureException if the service answers a signature that does not verify
   * @throws SigningFailedException if it answers none, or fails unexpectedly
   */
  @Override
  public Bytes sign(Bytes message) throws IOException {
    Bytes signature;
    try {
      signature = service.sign(new SignRequest(publicKey, scheme, message));
    } catch (RuntimeException e) {
      throw new SigningFailedException(toString(), "the service failed unexpectedly", e);
    }
    if (signature == null) {
      throw new SigningFailedException(toString(), "the service answered nothing", null);
    }
    return SignatureForms.verified(publicKey, message, signature, "the service");
  }

  /** Returns that the key is remote, with type, scheme and id. */
  @Override
  public String toString() {
    return "remote " + publicKey;
  }
}
