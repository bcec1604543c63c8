// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.client;

import dev.gantry.tuf.internal.model.MetaFile;
import dev.gantry.tuf.internal.model.RootRole;
import dev.gantry.tuf.internal.model.SnapshotRole;
import dev.gantry.tuf.internal.model.TargetsRole;
import dev.gantry.tuf.internal.model.TimestampRole;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What this process has verified in earlier cycles, so that an unchanged file is not parsed again,
 * and that a store which lost its files does not make older metadata acceptable.
 *
 * <p>Not thread-safe; cycles of one client take turns.
 */
public final class VerifiedMemory {
  private long rotation;
  private @Nullable Verified<TimestampRole> timestamp;
  private @Nullable Verified<SnapshotRole> snapshot;
  private @Nullable Verified<TargetsRole> topLevel;
  private @Nullable MetaFile topLevelListed;

  /** Creates a memory of nothing. */
  public VerifiedMemory() {}

  /**
   * Forgets timestamp and snapshot if their keys were rotated since (TUF 5.3.11).
   *
   * @param newest version of the newest root that rotated keys of either, 0 for none
   */
  void rotated(long newest) {
    if (newest != rotation) {
      rotation = newest;
      timestamp = null;
      snapshot = null;
    }
  }

  Optional<Verified<TimestampRole>> timestamp() {
    return Optional.ofNullable(timestamp);
  }

  void timestamp(Verified<TimestampRole> trusted) {
    timestamp = trusted;
  }

  void forgetTimestamp() {
    timestamp = null;
  }

  Optional<Verified<SnapshotRole>> snapshot() {
    return Optional.ofNullable(snapshot);
  }

  void snapshot(Verified<SnapshotRole> trusted) {
    snapshot = trusted;
  }

  void forgetSnapshot() {
    snapshot = null;
  }

  /** Finds the top-level targets role if it was verified as listed here, with these keys. */
  Optional<Verified<TargetsRole>> topLevel(MetaFile listed, RootRole root) {
    return Optional.ofNullable(topLevel)
        .filter(known -> known.root() == root && listed.equals(topLevelListed));
  }

  void topLevel(Verified<TargetsRole> trusted, MetaFile listed) {
    topLevel = trusted;
    topLevelListed = listed;
  }
}
