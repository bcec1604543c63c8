// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import java.util.Objects;

/**
 * The keys of the four top-level roles (TUF specification section 4.3). Keys that sign every day
 * (snapshot, timestamp) should not be those that sign rarely (root, targets).
 *
 * @param root who may change this policy
 * @param targets who says what the targets are
 * @param snapshot who says which metadata belongs together
 * @param timestamp who says what is newest
 */
public record RepositoryPolicy(
    KeyPolicy root, KeyPolicy targets, KeyPolicy snapshot, KeyPolicy timestamp) {
  /** Creates a policy. */
  public RepositoryPolicy {
    Objects.requireNonNull(root, "root");
    Objects.requireNonNull(targets, "targets");
    Objects.requireNonNull(snapshot, "snapshot");
    Objects.requireNonNull(timestamp, "timestamp");
  }

  KeyPolicy role(String name) {
    return switch (name) {
      case "root" -> root;
      case "targets" -> targets;
      case "snapshot" -> snapshot;
      case "timestamp" -> timestamp;
      default -> throw new IllegalArgumentException(name);
    };
  }
}
