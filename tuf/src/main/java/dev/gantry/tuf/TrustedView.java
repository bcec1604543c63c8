// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import dev.gantry.tuf.internal.client.Cycle;
import dev.gantry.tuf.internal.client.DelegationSearch;
import dev.gantry.tuf.internal.client.RoleWalk;
import dev.gantry.tuf.internal.client.TargetsLoader;
import dev.gantry.tuf.internal.model.RoleNames;
import dev.gantry.tuf.internal.model.RootRole;
import dev.gantry.tuf.internal.model.SnapshotRole;
import dev.gantry.tuf.internal.model.TargetsRole;
import dev.gantry.tuf.internal.model.TimestampRole;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One consistent state of a repository, verified as a whole at one time. Only {@link
 * TufClient#refresh} makes one.
 *
 * <p>Immutable and thread-safe: a later refresh makes another view. Metadata of delegated roles is
 * fetched, verified against this state and kept when a search first needs it; its expiry is checked
 * against the time of the refresh, so a view that should be fresh must not be kept for long.
 */
public final class TrustedView {
  private final Instant verifiedAt;
  private final boolean consistentSnapshot;
  private final TrustedRole root;
  private final TrustedRole timestamp;
  private final TrustedRole snapshot;
  private final TargetsRole topLevel;
  private final DelegationSearch search;
  private final RoleWalk walk;

  TrustedView(
      Cycle cycle,
      RootRole root,
      TimestampRole timestamp,
      SnapshotRole snapshot,
      TargetsLoader loader,
      TargetsRole topLevel) {
    this.verifiedAt = cycle.now();
    this.consistentSnapshot = root.consistentSnapshot();
    this.root = new TrustedRole(RoleNames.ROOT, root.version(), root.expires());
    this.timestamp = new TrustedRole(RoleNames.TIMESTAMP, timestamp.version(), timestamp.expires());
    this.snapshot = new TrustedRole(RoleNames.SNAPSHOT, snapshot.version(), snapshot.expires());
    this.topLevel = topLevel;
    this.search = new DelegationSearch(loader, topLevel, cycle.limits().delegationsVisited());
    this.walk = new RoleWalk(loader, snapshot, topLevel);
  }

  /**
   * Returns the time of the refresh, against which every expiry was checked.
   *
   * @return the start of the refresh
   */
  public Instant verifiedAt() {
    return verifiedAt;
  }

  /**
   * Says whether the repository serves files under names that change with their content
   * (specification section 6.2).
   *
   * @return what root says
   */
  public boolean consistentSnapshot() {
    return consistentSnapshot;
  }

  /**
   * Returns the root role.
   *
   * @return version and expiry
   */
  public TrustedRole root() {
    return root;
  }

  /**
   * Returns the timestamp role.
   *
   * @return version and expiry
   */
  public TrustedRole timestamp() {
    return timestamp;
  }

  /**
   * Returns the snapshot role.
   *
   * @return version and expiry
   */
  public TrustedRole snapshot() {
    return snapshot;
  }

  /**
   * Returns the top-level targets role.
   *
   * @return version and expiry
   */
  public TrustedRole targets() {
    return new TrustedRole(topLevel.name(), topLevel.version(), topLevel.expires());
  }

  /**
   * Finds a target, in the top-level role or in a delegated one (specification section 5.6.7).
   *
   * @param path its path
   * @return what the first role in question says of it, or empty if none lists it
   * @throws dev.gantry.core.VerificationException if metadata of a delegated role that the search
   *     needs is refused; the search ends there
   * @throws dev.gantry.core.LimitExceededException if the search would visit too many roles
   * @throws IOException if metadata cannot be read, fetched or kept
   */
  public Optional<Target> find(TargetPath path) throws IOException {
    return search
        .find(path.value())
        .map(found -> new Target(path, found.target(), found.role().name(), consistentSnapshot));
  }

  /**
   * Finds a target that must be there.
   *
   * @param path its path
   * @return what the first role in question says of it
   * @throws TargetNotFoundException if none lists it
   * @throws IOException as for {@link #find}
   */
  public Target require(TargetPath path) throws IOException {
    return find(path).orElseThrow(() -> new TargetNotFoundException(path));
  }

  /**
   * Returns the paths that the top-level role lists, in the order of their UTF-8 bytes. Names that
   * are no {@link TargetPath} are left out: they cannot be asked for either.
   *
   * @return a new stream, without input or output
   */
  public Stream<TargetPath> targetPaths() {
    return topLevel.paths().stream().flatMap(path -> TargetPath.tryParse(path).stream());
  }

  /** Returns what visits all targets roles. */
  RoleWalk walk() {
    return walk;
  }

  /** Returns the versions. */
  @Override
  public String toString() {
    return "root "
        + root.version()
        + ", timestamp "
        + timestamp.version()
        + ", snapshot "
        + snapshot.version()
        + ", targets "
        + topLevel.version();
  }
}
