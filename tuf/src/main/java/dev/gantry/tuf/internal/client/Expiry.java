// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.client;

import dev.gantry.tuf.ExpiredMetadataException;
import java.time.Instant;

/**
 * Expiry checks against the start of the cycle (TUF 5.3.10, 5.4.4, 5.5.6, 5.6.5): metadata counts
 * as long as the time is before its expiry, not at it. Stateless.
 */
final class Expiry {
  private Expiry() {}

  static void check(Cycle cycle, String roleName, long version, Instant expires, String section)
      throws ExpiredMetadataException {
    if (cycle.mode().checksExpiry() && !cycle.now().isBefore(expires)) {
      throw new ExpiredMetadataException(roleName, version, expires, cycle.now(), section);
    }
  }
}
