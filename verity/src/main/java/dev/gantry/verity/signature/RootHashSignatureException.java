// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.signature;

import dev.gantry.core.VerificationException;
import java.io.Serial;
import java.util.Objects;

/** A signature that does not show that a root hash is to be trusted. */
public final class RootHashSignatureException extends VerificationException {
  @Serial private static final long serialVersionUID = 1L;

  /** What is wrong. */
  private final Reason reason;

  RootHashSignatureException(Reason reason, String message) {
    super("ROOT_HASH_SIGNATURE_" + reason.name(), message, null);
    this.reason = Objects.requireNonNull(reason, "reason");
  }

  /** What is wrong with a signature. */
  public enum Reason {
    /** No signer is one of the trusted certificates. */
    UNKNOWN_SIGNER,
    /** A trusted signer did not make this signature, or signed something else. */
    WRONG_SIGNATURE,
    /** A trusted signer used a digest that is too weak or not allowed. */
    DIGEST_NOT_ALLOWED,
    /** A trusted signer used an algorithm that is not that of its key, or not for this use. */
    ALGORITHM_NOT_ALLOWED
  }

  /**
   * Returns what is wrong.
   *
   * @return the reason
   */
  public Reason reason() {
    return reason;
  }
}
