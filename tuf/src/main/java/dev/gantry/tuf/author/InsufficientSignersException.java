// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.GantryException;
import dev.gantry.core.Text;
import java.io.Serial;

/** The signers at hand cannot meet the threshold of a role; nothing was written. */
public final class InsufficientSignersException extends GantryException {
  @Serial private static final long serialVersionUID = 1L;

  /** The role. */
  private final String role;

  /** Signatures needed. */
  private final int needed;

  /** Signatures to be had. */
  private final int available;

  /**
   * Creates a failure.
   *
   * @param role the role, with the version of the root file whose keys are meant where that matters
   * @param needed how many distinct keys must sign
   * @param available how many of the signers at hand belong to the role
   */
  public InsufficientSignersException(String role, int needed, int available) {
    super(
        "INSUFFICIENT_SIGNERS",
        "role "
            + Text.clean(role)
            + " needs signatures of "
            + needed
            + " keys, there are signers for "
            + available,
        null);
    this.role = Text.clean(role);
    this.needed = needed;
    this.available = available;
  }

  /**
   * Returns the role.
   *
   * @return its name, for the keys of an older root followed by {@code of root N}
   */
  public String role() {
    return role;
  }

  /**
   * Returns how many distinct keys must sign.
   *
   * @return the threshold
   */
  public int needed() {
    return needed;
  }

  /**
   * Returns how many of the signers at hand belong to the role.
   *
   * @return less than needed
   */
  public int available() {
    return available;
  }
}
