// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.internal.document;

import java.io.Serial;

/** Stops a reader whose document has too many values; it never leaves the reader. */
public final class LimitReached extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** Creates the signal, without a stack trace. */
  public LimitReached() {
    super(null, null, false, false);
  }
}
