// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.server;

import java.io.Serial;

/** A request that is answered with a status and a sentence; it never leaves this package. */
final class BadRequestException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final int status;

  BadRequestException(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  int status() {
    return status;
  }
}
