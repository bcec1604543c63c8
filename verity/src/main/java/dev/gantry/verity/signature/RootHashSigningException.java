// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.signature;

import dev.gantry.core.GantryException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A key that did not sign a root hash, or signed it wrongly. */
public final class RootHashSigningException extends GantryException {
  @Serial private static final long serialVersionUID = 1L;

  RootHashSigningException(String message, @Nullable Throwable cause) {
    super("ROOT_HASH_SIGNING", message, cause);
  }
}
