// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.manifest;

import dev.gantry.core.Version;
import java.util.Comparator;
import java.util.Objects;

/**
 * Two versions between which a host can move by running migrations: forward from the first to the
 * second, and backward in the reverse order. Immutable; ordered by both versions.
 *
 * @param from the version before
 * @param to the version after
 */
public record MigrationEdge(Version from, Version to) implements Comparable<MigrationEdge> {
  /** Creates an edge. */
  public MigrationEdge {
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
  }

  @Override
  public int compareTo(MigrationEdge other) {
    return Comparator.comparing(MigrationEdge::from)
        .thenComparing(MigrationEdge::to)
        .compare(this, other);
  }

  /** Returns the key that the manifest uses: {@code (from, to)}. */
  @Override
  public String toString() {
    return "(" + from + ", " + to + ")";
  }
}
