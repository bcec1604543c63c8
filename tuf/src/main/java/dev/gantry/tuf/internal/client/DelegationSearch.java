// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.client;

import dev.gantry.core.Bytes;
import dev.gantry.core.LimitExceededException;
import dev.gantry.tuf.internal.model.DelegatedRole;
import dev.gantry.tuf.internal.model.Keyring;
import dev.gantry.tuf.internal.model.RoleKeys;
import dev.gantry.tuf.internal.model.TargetFile;
import dev.gantry.tuf.internal.model.TargetsRole;
import java.io.IOException;
import java.io.Serial;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The search for a target (TUF 5.6.7): depth first, a role before those that it delegates to, those
 * in order of priority, each loaded only when its turn comes.
 *
 * <p>A role is verified anew for each set of keys that is trusted with it: what one delegator's
 * keys vouch for says nothing about another's. A role that cannot be loaded or verified ends the
 * search with its failure.
 *
 * <p>Thread-safe; searches take turns.
 */
public final class DelegationSearch {
  /** How many searches' worth of verified roles stay in memory. */
  private static final int KEPT_SEARCHES = 4;

  private final TargetsLoader loader;
  private final TargetsRole topLevel;
  private final int maxVisited;
  private final Map<Trust, TargetsRole> verified;

  /**
   * Creates a search over one consistent state of a repository.
   *
   * @param loader what loads delegated roles
   * @param topLevel trusted metadata of the top-level targets role
   * @param maxVisited the most roles that one search visits
   */
  public DelegationSearch(TargetsLoader loader, TargetsRole topLevel, int maxVisited) {
    this.loader = loader;
    this.topLevel = topLevel;
    this.maxVisited = maxVisited;
    this.verified = new RecentlyUsed(KEPT_SEARCHES * maxVisited);
  }

  /**
   * A target and the role that lists it.
   *
   * @param role the role
   * @param target what it says
   */
  public record Found(TargetsRole role, TargetFile target) {}

  private record Trust(String roleName, Set<Bytes> publicKeys, int threshold) {}

  private record Visit(TargetsRole delegator, Keyring keys, DelegatedRole role) {}

  /**
   * Searches for a target.
   *
   * @param path its path
   * @return what the first role that lists it says, or empty if no role in question does
   * @throws LimitExceededException if more roles would have to be visited than allowed
   * @throws IOException if a role is refused or cannot be fetched
   */
  public synchronized Optional<Found> find(String path) throws IOException {
    Set<String> visited = new HashSet<>();
    Deque<Visit> pending = new ArrayDeque<>();
    visited.add(topLevel.name());
    Optional<Found> found = visit(topLevel, path, pending);
    while (found.isEmpty() && !pending.isEmpty()) {
      Visit next = pending.pop();
      if (visited.add(next.role().name())) {
        LimitExceededException.check(
            "roles visited in the search for target " + path, maxVisited, visited.size());
        found = visit(load(next), path, pending);
      }
    }
    return found;
  }

  /** Looks into one role, and puts the roles that it delegates the path to before all others. */
  private static Optional<Found> visit(TargetsRole role, String path, Deque<Visit> pending)
      throws IOException {
    Optional<TargetFile> target = role.find(path);
    if (target.isPresent() || role.delegations().keys().isEmpty()) {
      return target.map(file -> new Found(role, file));
    }
    Keyring keys = role.delegations().keys().get();
    List<DelegatedRole> trusted = role.delegations().rolesFor(path);
    int count = 0;
    while (count < trusted.size() && !trusted.get(count).terminating()) {
      count++;
    }
    if (count < trusted.size()) {
      // After a terminating role nothing else is searched, not even siblings of ancestors.
      pending.clear();
      count++;
    }
    for (int i = count - 1; i >= 0; i--) {
      pending.push(new Visit(role, keys, trusted.get(i)));
    }
    return Optional.empty();
  }

  private TargetsRole load(Visit visit) throws IOException {
    String name = visit.role().name();
    RoleKeys keys = visit.role().keys();
    Trust trust = new Trust(name, visit.keys().publicKeys(keys), keys.threshold());
    TargetsRole known = verified.get(trust);
    if (known == null) {
      known = loader.loadDelegated(name, visit.keys(), keys, visit.delegator().name());
      verified.put(trust, known);
    }
    return known;
  }

  /** Bounds the memory that roles take; one that was dropped is read from the store again. */
  private static final class RecentlyUsed extends LinkedHashMap<Trust, TargetsRole> {
    @Serial private static final long serialVersionUID = 1L;

    private final int maxSize;

    RecentlyUsed(int maxSize) {
      super(16, 0.75f, true);
      this.maxSize = maxSize;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Trust, TargetsRole> eldest) {
      return size() > maxSize;
    }
  }
}
