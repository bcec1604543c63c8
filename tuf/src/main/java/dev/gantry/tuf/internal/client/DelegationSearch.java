// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.client;

import dev.gantry.core.LimitExceededException;
import dev.gantry.tuf.TargetExplanation.Outcome;
import dev.gantry.tuf.UnlistedRoleException;
import dev.gantry.tuf.internal.model.DelegatedRole;
import dev.gantry.tuf.internal.model.RoleNames;
import dev.gantry.tuf.internal.model.TargetFile;
import dev.gantry.tuf.internal.model.TargetsRole;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The search for a target (TUF 5.6.7): depth first, a role before those that it delegates to, those
 * in order of priority, each loaded only when its turn comes.
 *
 * <p>A role is verified anew for each delegator that trusts it. A role that cannot be loaded or
 * verified ends the search with its failure.
 *
 * <p>Thread-safe; searches run side by side.
 */
public final class DelegationSearch {
  private final TargetsLoader loader;
  private final TargetsRole topLevel;
  private final VerifiedRoles verified;
  private final int maxVisited;

  /**
   * Creates a search over one consistent state of a repository.
   *
   * @param loader what loads delegated roles
   * @param topLevel trusted metadata of the top-level targets role
   * @param verified delegated roles that were verified before
   * @param maxVisited the most roles that one search visits
   */
  public DelegationSearch(
      TargetsLoader loader, TargetsRole topLevel, VerifiedRoles verified, int maxVisited) {
    this.loader = loader;
    this.topLevel = topLevel;
    this.verified = verified;
    this.maxVisited = maxVisited;
  }

  /**
   * A target and the role that lists it.
   *
   * @param role the role
   * @param target what it says
   */
  public record Found(TargetsRole role, TargetFile target) {}

  /** Is told of every decision of a search, in order. */
  public interface Observer {
    /** Takes no notice; roles that a search passes by are not even looked at for it. */
    Observer NONE =
        new Observer() {
          @Override
          public boolean isInterested() {
            return false;
          }

          @Override
          public void decided(String role, String delegator, Outcome outcome, String detail) {}
        };

    /** Says whether roles are of interest that the search passes by. */
    boolean isInterested();

    /** Takes one decision. */
    void decided(String role, String delegator, Outcome outcome, String detail);
  }

  private record Visit(TargetsRole delegator, DelegatedRole role) {}

  /**
   * Searches for a target.
   *
   * @param path its path
   * @param observer is told of every decision
   * @return what the first role that lists it says, or empty if no role in question does
   * @throws LimitExceededException if more roles would have to be visited than allowed
   * @throws IOException if a role is refused or cannot be fetched
   */
  public Optional<Found> find(String path, Observer observer) throws IOException {
    return new Walk(path, observer).run();
  }

  /** One search. */
  private final class Walk {
    private final String path;
    private final Observer observer;
    private final Set<String> visited = new HashSet<>();
    private final Deque<Visit> pending = new ArrayDeque<>();

    Walk(String path, Observer observer) {
      this.path = path;
      this.observer = observer;
    }

    Optional<Found> run() throws IOException {
      visited.add(topLevel.name());
      Optional<Found> found = visit(topLevel, RoleNames.ROOT);
      while (found.isEmpty() && !pending.isEmpty()) {
        Visit next = pending.pop();
        if (visited.add(next.role().name())) {
          requireFewRoles(next);
          found = visit(load(next), next.delegator().name());
        } else {
          decided(next, Outcome.ALREADY_VISITED, "");
        }
      }
      return found;
    }

    /** TUF 5.6.7.1. */
    private void requireFewRoles(Visit next) throws LimitExceededException {
      try {
        LimitExceededException.check(
            "roles visited in the search for target " + path, maxVisited, visited.size());
      } catch (LimitExceededException e) {
        decided(next, Outcome.TOO_MANY_ROLES, String.valueOf(e.getMessage()));
        throw e;
      }
    }

    private TargetsRole load(Visit visit) throws IOException {
      try {
        return loader.loadDelegated(visit.delegator(), visit.role(), verified).role();
      } catch (UnlistedRoleException e) {
        decided(visit, Outcome.NOT_IN_SNAPSHOT, String.valueOf(e.getMessage()));
        throw e;
      } catch (IOException e) {
        decided(visit, Outcome.REFUSED, String.valueOf(e.getMessage()));
        throw e;
      }
    }

    /** TUF 5.6.7.2: the roles that it delegates the path to come before all others. */
    private Optional<Found> visit(TargetsRole role, String delegator) throws IOException {
      Optional<TargetFile> target;
      try {
        target = role.find(path);
      } catch (IOException e) {
        observer.decided(role.name(), delegator, Outcome.REFUSED, String.valueOf(e.getMessage()));
        throw e;
      }
      if (target.isPresent()) {
        observer.decided(role.name(), delegator, Outcome.LISTED, "");
        return Optional.of(new Found(role, target.get()));
      }
      observer.decided(role.name(), delegator, Outcome.NOT_LISTED, "");
      delegate(role);
      return Optional.empty();
    }

    private void delegate(TargetsRole role) {
      List<DelegatedRole> trusted = role.delegations().rolesFor(path);
      if (observer.isInterested()) {
        reportOthers(role, trusted);
      }
      int count = 0;
      while (count < trusted.size() && !trusted.get(count).terminating()) {
        count++;
      }
      if (count < trusted.size()) {
        // After a terminating role nothing else is searched, not even siblings of ancestors.
        String reason = "role " + trusted.get(count).name() + " is terminating";
        count++;
        trusted.subList(count, trusted.size()).stream()
            .map(later -> new Visit(role, later))
            .forEach(later -> decided(later, Outcome.CUT_OFF, reason));
        pending.forEach(later -> decided(later, Outcome.CUT_OFF, reason));
        pending.clear();
      }
      for (int i = count - 1; i >= 0; i--) {
        pending.push(new Visit(role, trusted.get(i)));
      }
    }

    private void reportOthers(TargetsRole role, List<DelegatedRole> trusted) {
      Set<String> names = trusted.stream().map(DelegatedRole::name).collect(Collectors.toSet());
      role.delegations().roles().stream()
          .filter(other -> !names.contains(other.name()))
          .map(other -> new Visit(role, other))
          .forEach(other -> decided(other, Outcome.PATH_NOT_DELEGATED, ""));
    }

    private void decided(Visit visit, Outcome outcome, String detail) {
      observer.decided(visit.role().name(), visit.delegator().name(), outcome, detail);
    }
  }
}
