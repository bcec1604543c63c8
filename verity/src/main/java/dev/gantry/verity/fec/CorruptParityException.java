// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.fec;

import dev.gantry.core.Text;
import dev.gantry.core.VerificationException;
import java.io.Serial;

/** Parity that is not the one of the data and the tree that it covers. */
public final class CorruptParityException extends VerificationException {
  @Serial private static final long serialVersionUID = 1L;

  /** The device with the parity. */
  private final String source;

  /** The round. */
  private final long round;

  /** Where the parity of the round begins. */
  private final long offsetBytes;

  CorruptParityException(String source, long round, long offsetBytes) {
    super(
        "FEC_CORRUPT_PARITY",
        Text.clean(source)
            + ": parity of round "
            + round
            + " at byte "
            + offsetBytes
            + " does not go with the verified data and tree",
        null);
    this.source = Text.clean(source);
    this.round = round;
    this.offsetBytes = offsetBytes;
  }

  /**
   * Returns the description of the device with the parity.
   *
   * @return the source
   */
  public String source() {
    return source;
  }

  /**
   * Returns the round whose parity is wrong.
   *
   * @return 0 or more
   */
  public long round() {
    return round;
  }

  /**
   * Returns where the parity of the round begins on its device.
   *
   * @return offset in bytes
   */
  public long offsetBytes() {
    return offsetBytes;
  }
}
