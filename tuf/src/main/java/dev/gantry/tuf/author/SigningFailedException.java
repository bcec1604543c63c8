// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.GantryException;
import dev.gantry.core.Text;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A signer that made no signature: a token, command or service failed. */
public final class SigningFailedException extends GantryException {
  @Serial private static final long serialVersionUID = 1L;

  /** Who was to sign. */
  private final String signer;

  /** What happened. */
  private final String found;

  /**
   * Creates a failure.
   *
   * @param signer who was to sign; foreign text is cut and escaped here
   * @param found what happened; foreign text is cut and escaped here
   * @param cause the failure underneath, or null
   */
  public SigningFailedException(String signer, String found, @Nullable Throwable cause) {
    super(
        "SIGNING_FAILED",
        "signing by " + Text.clean(signer) + " failed: " + Text.clean(found),
        cause);
    this.signer = Text.clean(signer);
    this.found = Text.clean(found);
  }

  /**
   * Returns who was to sign.
   *
   * @return a description, cut and escaped
   */
  public String signer() {
    return signer;
  }

  /**
   * Returns what happened.
   *
   * @return a description, cut and escaped
   */
  public String found() {
    return found;
  }
}
