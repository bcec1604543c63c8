// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Text;
import dev.gantry.core.VerificationException;
import java.io.Serial;

/** A signature that its key did not make over what it came with. */
public final class InvalidSignatureException extends VerificationException {
  @Serial private static final long serialVersionUID = 1L;

  /** What was signed. */
  private final String document;

  /** The key that is named. */
  private final String keyId;

  /**
   * Creates a failure.
   *
   * @param document what was signed; foreign text is cut and escaped here
   * @param keyId the key that the signature names; foreign text is cut and escaped here
   * @param found what is wrong with it
   */
  public InvalidSignatureException(String document, String keyId, String found) {
    super(
        "SIGNATURE_INVALID",
        "the signature of key "
            + Text.clean(keyId)
            + " over "
            + Text.clean(document)
            + " "
            + Text.clean(found),
        null);
    this.document = Text.clean(document);
    this.keyId = Text.clean(keyId);
  }

  /**
   * Returns what was signed.
   *
   * @return a file name or a description, cut and escaped
   */
  public String document() {
    return document;
  }

  /**
   * Returns the key that the signature names.
   *
   * @return a key id, cut and escaped
   */
  public String keyId() {
    return keyId;
  }
}
