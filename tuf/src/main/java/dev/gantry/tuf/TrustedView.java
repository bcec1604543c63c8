// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import dev.gantry.tuf.internal.client.Cycle;
import dev.gantry.tuf.internal.client.DelegationSearch;
import dev.gantry.tuf.internal.client.RoleWalk;
import dev.gantry.tuf.internal.client.RootChain;
import dev.gantry.tuf.internal.client.TargetsLoader;
import dev.gantry.tuf.internal.client.Verified;
import dev.gantry.tuf.internal.client.VerifiedRoles;
import dev.gantry.tuf.internal.model.RoleNames;
import dev.gantry.tuf.internal.model.SnapshotRole;
import dev.gantry.tuf.internal.model.TargetsRole;
import dev.gantry.tuf.internal.model.TimestampRole;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One consistent state of a repository, verified as a whole at one time. Only {@link
 * TufClient#refresh} makes one.
 *
 * <p>Immutable and thread-safe; searches by many threads run side by side. A later refresh makes
 * another view. Metadata of delegated roles is fetched, verified against this state and kept when a
 * search first needs it; its expiry is checked against the time of the refresh, so a view that
 * should be fresh must not be kept for long. A view that is not {@linkplain #isOnline online} takes
 * such metadata from the store alone.
 */
public final class TrustedView {
  private final Freshness freshness;
  private final Cycle cycle;
  private final RootChain.Link root;
  private final Verified<TimestampRole> timestamp;
  private final Verified<SnapshotRole> snapshot;
  private final Verified<TargetsRole> topLevel;
  private final VerifiedRoles delegated;
  private final DelegationSearch search;
  private final RoleWalk walk;

  TrustedView(
      Freshness freshness,
      Cycle cycle,
      RootChain.Link root,
      Verified<TimestampRole> timestamp,
      Verified<SnapshotRole> snapshot,
      TargetsLoader loader,
      Verified<TargetsRole> topLevel,
      VerifiedRoles delegated) {
    this.freshness = freshness;
    this.cycle = cycle;
    this.root = root;
    this.timestamp = timestamp;
    this.snapshot = snapshot;
    this.topLevel = topLevel;
    this.delegated = delegated;
    this.search =
        new DelegationSearch(
            loader, topLevel.role(), delegated, cycle.settings().limits().delegationsVisited());
    this.walk = new RoleWalk(loader, snapshot.role(), topLevel.role(), delegated);
  }

  /**
   * Returns what the refresh was asked for.
   *
   * @return the freshness
   */
  public Freshness freshness() {
    return freshness;
  }

  /**
   * Says whether the repository was asked, and may be asked by searches and downloads.
   *
   * @return false if the view, its delegated roles and its targets come from local files alone
   */
  public boolean isOnline() {
    return cycle.mode().online();
  }

  /**
   * Returns the time against which every expiry was checked.
   *
   * @return the start of the refresh, or the time that the caller gave for an offline view
   */
  public Instant verifiedAt() {
    return cycle.now();
  }

  /**
   * Says whether the repository serves files under names that change with their content
   * (specification section 6.2).
   *
   * @return what root says
   */
  public boolean consistentSnapshot() {
    return root.root().consistentSnapshot();
  }

  /**
   * Returns the root role.
   *
   * @return version and expiry
   */
  public TrustedRole root() {
    return new TrustedRole(RoleNames.ROOT, root.root().version(), root.root().expires());
  }

  /**
   * Returns the timestamp role.
   *
   * @return version and expiry
   */
  public TrustedRole timestamp() {
    TimestampRole role = timestamp.role();
    return new TrustedRole(RoleNames.TIMESTAMP, role.version(), role.expires());
  }

  /**
   * Returns the snapshot role.
   *
   * @return version and expiry
   */
  public TrustedRole snapshot() {
    SnapshotRole role = snapshot.role();
    return new TrustedRole(RoleNames.SNAPSHOT, role.version(), role.expires());
  }

  /**
   * Returns the top-level targets role.
   *
   * @return version and expiry
   */
  public TrustedRole targets() {
    TargetsRole role = topLevel.role();
    return new TrustedRole(role.name(), role.version(), role.expires());
  }

  /**
   * Returns all top-level roles. The view as a whole counts until the first of them expires.
   *
   * @return root, timestamp, snapshot and targets
   */
  public List<TrustedRole> status() {
    return List.of(root(), timestamp(), snapshot(), targets());
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
        .find(path.value(), DelegationSearch.Observer.NONE)
        .map(found -> target(path, found));
  }

  private Target target(TargetPath path, DelegationSearch.Found found) {
    return new Target(path, found.target(), found.role().name(), consistentSnapshot(), isOnline());
  }

  /**
   * Searches for a target as {@link #find} does, and tells of every decision on the way. A role
   * that is refused or cannot be fetched is part of the answer.
   *
   * @param path its path
   * @return the steps of the search
   */
  public TargetExplanation explain(TargetPath path) {
    Explainer explainer = new Explainer();
    try {
      Target found =
          search.find(path.value(), explainer).map(file -> target(path, file)).orElse(null);
      return new TargetExplanation(path, explainer.steps, found, null);
    } catch (IOException e) {
      return new TargetExplanation(path, explainer.steps, null, e);
    }
  }

  /** Collects the steps of one search; for one thread. */
  private static final class Explainer implements DelegationSearch.Observer {
    private final List<TargetExplanation.Step> steps = new ArrayList<>();

    @Override
    public boolean isInterested() {
      return true;
    }

    @Override
    public void decided(
        String role, String delegator, TargetExplanation.Outcome outcome, String detail) {
      steps.add(new TargetExplanation.Step(role, delegator, outcome, detail));
    }
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
    return topLevel.role().paths().stream().flatMap(path -> TargetPath.tryParse(path).stream());
  }

  /** Returns the top-level targets role and its metadata as served. */
  Verified<TargetsRole> topLevel() {
    return topLevel;
  }

  /** Returns the cache of delegated roles, which fits all views of the same top-level role. */
  VerifiedRoles delegated() {
    return delegated;
  }

  /** Returns what visits all targets roles. */
  RoleWalk walk() {
    return walk;
  }

  /** Returns the versions. */
  @Override
  public String toString() {
    return status().stream()
        .map(role -> role.name() + " " + role.version())
        .collect(Collectors.joining(", "));
  }
}
