// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

/** What a refresh does after it has followed {@link TufLimits#rootRotations()} new roots. */
public enum RootLimitPolicy {
  /** Goes on with the last of them; the next refresh goes further (TUF specification 5.3.3). */
  CONTINUE,

  /**
   * Asks for one root more, and refuses the refresh if there is one. The roots that were verified
   * are kept, so that the next refresh goes on from there.
   */
  REFUSE
}
