// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.client;

import dev.gantry.core.Bytes;
import dev.gantry.tuf.internal.model.DelegatedRole;
import dev.gantry.tuf.internal.model.Keyring;
import dev.gantry.tuf.internal.model.SnapshotRole;
import dev.gantry.tuf.internal.model.TargetsRole;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Visits every targets role that is reached from the top by delegations that the snapshot has
 * metadata for, whatever paths they are for: a role before those that it delegates to.
 *
 * <p>A role is verified under each delegator's keys, as in a search, and visited once for each set
 * of keys that is trusted with it. A delegation to a role that the snapshot does not list leads
 * nowhere. As thread-safe as its loader.
 */
public final class RoleWalk {
  private static final String EXTENSION = ".json";

  private final TargetsLoader loader;
  private final SnapshotRole snapshot;
  private final TargetsRole topLevel;
  private final VerifiedRoles verified;

  /**
   * Creates a walk over one consistent state of a repository.
   *
   * @param loader what loads delegated roles
   * @param snapshot trusted snapshot
   * @param topLevel trusted metadata of the top-level targets role
   * @param verified delegated roles that were verified before
   */
  public RoleWalk(
      TargetsLoader loader, SnapshotRole snapshot, TargetsRole topLevel, VerifiedRoles verified) {
    this.loader = loader;
    this.snapshot = snapshot;
    this.topLevel = topLevel;
    this.verified = verified;
  }

  /** Takes a role, once it is loaded and verified. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * Visits a role.
     *
     * @param role its metadata
     * @throws IOException if the walk should end
     */
    void visit(TargetsRole role) throws IOException;
  }

  private record Step(TargetsRole delegator, Keyring keys, DelegatedRole role) {}

  private record Trust(String roleName, Set<Bytes> publicKeys, int threshold) {}

  /**
   * Visits all roles.
   *
   * @param visitor what takes them
   * @throws IOException if a role is refused or cannot be fetched
   */
  public void forEach(Visitor visitor) throws IOException {
    Set<String> names = listedRoles();
    Set<Trust> seen = new HashSet<>();
    Deque<Step> pending = new ArrayDeque<>();
    visitor.visit(topLevel);
    addDelegations(topLevel, names, pending);
    while (!pending.isEmpty()) {
      Step step = pending.pop();
      DelegatedRole role = step.role();
      Trust trust =
          new Trust(role.name(), step.keys().publicKeys(role.keys()), role.keys().threshold());
      if (seen.add(trust)) {
        TargetsRole loaded = loader.loadDelegated(step.delegator(), role, verified).role();
        visitor.visit(loaded);
        addDelegations(loaded, names, pending);
      }
    }
  }

  private Set<String> listedRoles() {
    return snapshot.fileNames().stream()
        .filter(name -> name.endsWith(EXTENSION))
        .map(name -> name.substring(0, name.length() - EXTENSION.length()))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static void addDelegations(
      TargetsRole delegator, Set<String> names, Deque<Step> pending) {
    delegator
        .delegations()
        .keys()
        .ifPresent(
            keys ->
                delegator.delegations().rolesAmong(names).stream()
                    .map(role -> new Step(delegator, keys, role))
                    .forEach(pending::push));
  }
}
