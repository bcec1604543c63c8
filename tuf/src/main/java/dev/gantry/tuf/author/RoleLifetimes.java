// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import java.time.Duration;

/**
 * How long metadata is valid after it was signed (TUF specification section 4.2.1).
 *
 * @param root of the root role
 * @param targets of the targets role and of delegated roles
 * @param snapshot of the snapshot role
 * @param timestamp of the timestamp role: the longest time that a client can be kept from an update
 */
public record RoleLifetimes(
    Duration root, Duration targets, Duration snapshot, Duration timestamp) {
  /** A year for root, 90 days for targets, 30 days for snapshot and 7 days for timestamp. */
  public static final RoleLifetimes DEFAULT =
      new RoleLifetimes(
          Duration.ofDays(365), Duration.ofDays(90), Duration.ofDays(30), Duration.ofDays(7));

  /**
   * Creates lifetimes.
   *
   * @throws IllegalArgumentException if one is shorter than a second
   */
  public RoleLifetimes {
    for (Duration lifetime : new Duration[] {root, targets, snapshot, timestamp}) {
      if (lifetime.compareTo(Duration.ofSeconds(1)) < 0) {
        throw new IllegalArgumentException("lifetime is " + lifetime);
      }
    }
  }

  Duration role(String name) {
    return switch (name) {
      case "root" -> root;
      case "snapshot" -> snapshot;
      case "timestamp" -> timestamp;
      default -> targets;
    };
  }
}
