// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.testkit;

import java.io.IOException;
import java.io.Serial;

/** Thrown by a {@link FaultyDevice} from the moment of its power cut on. */
public final class PowerCutException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * Creates a failure.
   *
   * @param message which operation found that the power is off
   */
  public PowerCutException(String message) {
    super(message);
  }
}
