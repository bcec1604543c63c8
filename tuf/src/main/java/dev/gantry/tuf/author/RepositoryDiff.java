// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.GantryException;
import dev.gantry.tuf.internal.json.CanonicalJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What differs between two published states of a repository.
 *
 * <p>Immutable and thread-safe.
 */
public final class RepositoryDiff {
  private final List<RoleChange> roles;
  private final List<KeyChange> keys;
  private final List<TargetChange> targets;

  private RepositoryDiff(List<RoleChange> roles, List<KeyChange> keys, List<TargetChange> targets) {
    this.roles = List.copyOf(roles);
    this.keys = List.copyOf(keys);
    this.targets = List.copyOf(targets);
  }

  /**
   * A role that is new, gone, or has another version.
   *
   * @param role its name
   * @param kind what happened
   * @param oldVersion its version before, if it was there
   * @param newVersion its version after, if it is there
   */
  public record RoleChange(
      String role, ChangeKind kind, OptionalLong oldVersion, OptionalLong newVersion) {}

  /**
   * A role whose keys or threshold, as its delegator states them, are others.
   *
   * @param role its name
   * @param delegator who states them
   * @param addedKeyIds declared ids of keys that it did not have
   * @param removedKeyIds declared ids of keys that it no longer has
   * @param oldThreshold the threshold before; 0 if it was not delegated to
   * @param newThreshold the threshold after; 0 if it is no longer delegated to
   */
  public record KeyChange(
      String role,
      String delegator,
      List<String> addedKeyIds,
      List<String> removedKeyIds,
      int oldThreshold,
      int newThreshold) {
    /** Creates a change; the lists are copied. */
    public KeyChange {
      addedKeyIds = List.copyOf(addedKeyIds);
      removedKeyIds = List.copyOf(removedKeyIds);
    }
  }

  /**
   * Compares two repositories, or two copies of one.
   *
   * @param before the older one
   * @param after the newer one
   * @param options the root that both must descend from
   * @return what differs
   * @throws dev.gantry.core.VerificationException if the metadata of one must not be trusted
   * @throws IOException if one cannot be read
   */
  public static RepositoryDiff between(Path before, Path after, EditorOptions options)
      throws IOException {
    return of(
        RepositoryState.read(new MetadataDirectory(before), options),
        RepositoryState.read(new MetadataDirectory(after), options));
  }

  /**
   * Compares what a repository is with what it was, where its old metadata is still there.
   *
   * @param directory where it is
   * @param snapshotVersion the version of the older snapshot
   * @param options the root that it must descend from
   * @return what changed since
   * @throws dev.gantry.core.VerificationException if the metadata must not be trusted
   * @throws IOException if it cannot be read, for example because it was cleaned up
   */
  public static RepositoryDiff since(Path directory, long snapshotVersion, EditorOptions options)
      throws IOException {
    MetadataDirectory metadata = new MetadataDirectory(directory);
    return of(
        RepositoryState.readOld(metadata, options, snapshotVersion),
        RepositoryState.read(metadata, options));
  }

  private static RepositoryDiff of(RepositoryState before, RepositoryState after)
      throws IOException {
    RoleTree old = new RoleTree(before);
    RoleTree now = new RoleTree(after);
    old.loadAll();
    now.loadAll();
    Map<String, TargetsDraft> oldRoles = drafts(old);
    Map<String, TargetsDraft> newRoles = drafts(now);
    List<RoleChange> roles = new ArrayList<>();
    List<KeyChange> keys = new ArrayList<>();
    List<TargetChange> targets = new ArrayList<>();
    for (String role : RootDraft.ROLES) {
      if (!role.equals("targets")) {
        versions(role, file(before, role), file(after, role), roles);
      }
      keys(role, "root", rootKeys(before, role), rootKeys(after, role), keys);
    }
    TreeSet<String> names = new TreeSet<>(oldRoles.keySet());
    names.addAll(newRoles.keySet());
    for (String role : names) {
      TargetsDraft one = oldRoles.get(role);
      TargetsDraft two = newRoles.get(role);
      versions(role, base(one), base(two), roles);
      targets(role, one, two, targets);
      delegations(role, one, two, keys);
    }
    return new RepositoryDiff(roles, keys, targets);
  }

  private static Map<String, TargetsDraft> drafts(RoleTree tree) {
    Map<String, TargetsDraft> drafts = new TreeMap<>();
    tree.drafts().forEach(draft -> drafts.put(draft.role(), draft));
    return drafts;
  }

  private static Optional<SignedFile> base(@Nullable TargetsDraft draft) {
    return draft == null ? Optional.empty() : draft.base();
  }

  private static Optional<SignedFile> file(RepositoryState state, String role) {
    return role.equals("root") ? Optional.ofNullable(state.root()) : state.file(role);
  }

  private static Optional<RoleKeySet> rootKeys(RepositoryState state, String role)
      throws GantryException {
    SignedFile root = Objects.requireNonNull(state.root());
    return Optional.of(RoleKeySet.ofRoot(root.signed(), role, "root"));
  }

  private static void versions(
      String role, Optional<SignedFile> one, Optional<SignedFile> two, List<RoleChange> changes)
      throws GantryException {
    OptionalLong from = one.isPresent() ? OptionalLong.of(one.get().version()) : none();
    OptionalLong to = two.isPresent() ? OptionalLong.of(two.get().version()) : none();
    if (!from.equals(to)) {
      changes.add(new RoleChange(role, kind(from.isPresent(), to.isPresent()), from, to));
    }
  }

  private static OptionalLong none() {
    return OptionalLong.empty();
  }

  private static ChangeKind kind(boolean before, boolean after) {
    return !before ? ChangeKind.ADDED : after ? ChangeKind.CHANGED : ChangeKind.REMOVED;
  }

  private static void targets(
      String role,
      @Nullable TargetsDraft one,
      @Nullable TargetsDraft two,
      List<TargetChange> changes)
      throws GantryException {
    TreeSet<String> paths = new TreeSet<>();
    if (one != null) {
      paths.addAll(one.names());
    }
    if (two != null) {
      paths.addAll(two.names());
    }
    for (String path : paths) {
      Optional<JsonNode> from = one == null ? Optional.empty() : one.published(path);
      Optional<JsonNode> to = two == null ? Optional.empty() : two.published(path);
      boolean same =
          from.isPresent()
              && to.isPresent()
              && (from.get().equals(to.get())
                  || CanonicalJson.encode(from.get()).equals(CanonicalJson.encode(to.get())));
      if (!same) {
        changes.add(
            new TargetChange(
                role,
                path,
                kind(from.isPresent(), to.isPresent()),
                Planner.length(from),
                Planner.length(to)));
      }
    }
  }

  private static void delegations(
      String role, @Nullable TargetsDraft one, @Nullable TargetsDraft two, List<KeyChange> changes)
      throws GantryException {
    DelegationTable from = one == null ? DelegationTable.none(role) : one.delegations();
    DelegationTable to = two == null ? DelegationTable.none(role) : two.delegations();
    TreeSet<String> names = new TreeSet<>(from.names());
    names.addAll(to.names());
    for (String name : names) {
      keys(name, role, from.keysOf(name), to.keysOf(name), changes);
    }
    Optional<RoleKeySet> oldBins = from.bins().map(BinTable::keys);
    Optional<RoleKeySet> newBins = to.bins().map(BinTable::keys);
    if (oldBins.isPresent() || newBins.isPresent()) {
      String prefix = newBins.or(() -> oldBins).orElseThrow().role();
      keys(prefix, role, oldBins, newBins, changes);
    }
  }

  private static void keys(
      String role,
      String delegator,
      Optional<RoleKeySet> one,
      Optional<RoleKeySet> two,
      List<KeyChange> changes) {
    TreeSet<String> before = new TreeSet<>();
    TreeSet<String> after = new TreeSet<>();
    one.ifPresent(keys -> before.addAll(keys.keys().keySet()));
    two.ifPresent(keys -> after.addAll(keys.keys().keySet()));
    int oldThreshold = one.map(RoleKeySet::threshold).orElse(0);
    int newThreshold = two.map(RoleKeySet::threshold).orElse(0);
    if (!before.equals(after) || oldThreshold != newThreshold) {
      TreeSet<String> added = new TreeSet<>(after);
      added.removeAll(before);
      before.removeAll(after);
      changes.add(
          new KeyChange(
              role,
              delegator,
              List.copyOf(added),
              List.copyOf(before),
              oldThreshold,
              newThreshold));
    }
  }

  /**
   * Returns the roles that are new, gone, or have another version.
   *
   * @return an unmodifiable list
   */
  public List<RoleChange> roles() {
    return roles;
  }

  /**
   * Returns the roles with other keys or another threshold.
   *
   * @return an unmodifiable list
   */
  public List<KeyChange> keys() {
    return keys;
  }

  /**
   * Returns the targets that were added, removed or changed.
   *
   * @return an unmodifiable list, by role and path
   */
  public List<TargetChange> targets() {
    return targets;
  }

  /**
   * Tells whether nothing differs.
   *
   * @return true if all lists are empty
   */
  public boolean isEmpty() {
    return roles.isEmpty() && keys.isEmpty() && targets.isEmpty();
  }

  /** Returns the changes of roles, keys and targets. */
  @Override
  public String toString() {
    return roles + ", " + keys + ", " + targets.size() + " changes of targets";
  }
}
