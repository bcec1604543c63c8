// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.core;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Data that can be read but must not be trusted: a digest, a signature, a version or an age is
 * wrong.
 */
public abstract class VerificationException extends GantryException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * Creates a failure.
   *
   * @param code stable name, see {@link #code()}
   * @param message what, where, found and expected
   * @param cause the failure underneath, or null
   */
  protected VerificationException(String code, String message, @Nullable Throwable cause) {
    super(code, message, cause);
  }
}
