// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.migration;

import dev.gantry.core.MalformedDataException;
import dev.gantry.core.StateConflictException;
import dev.gantry.core.Version;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Which migrations lead from one version to another; what the {@code migrations} of an update
 * manifest say.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class MigrationRoutes {
  private final NavigableMap<Version, NavigableMap<Version, List<MigrationName>>> edges;

  private MigrationRoutes(NavigableMap<Version, NavigableMap<Version, List<MigrationName>>> edges) {
    this.edges = edges;
  }

  /**
   * Starts with no versions.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /** A migration that is part of a route. */
  public enum Direction {
    /** To the later version. */
    FORWARD,
    /** To the earlier version. */
    BACKWARD
  }

  /**
   * A part of a route, with the migrations in the order in which they run.
   *
   * @param from the version before
   * @param to the version after
   * @param direction whether {@code to} is the later one
   * @param migrations names, already in reverse order if the direction is backward
   */
  public record Leg(Version from, Version to, Direction direction, List<MigrationName> migrations) {
    /** Creates a leg. */
    public Leg {
      Objects.requireNonNull(from, "from");
      Objects.requireNonNull(to, "to");
      Objects.requireNonNull(direction, "direction");
      migrations = List.copyOf(migrations);
    }
  }

  /**
   * Finds the route with the fewest legs; among those, the one with the highest versions between.
   * Routes back are routes forward, turned round. Unlike the greedy search of Bottlerocket, which
   * always takes the highest version that can be reached, this does not end in dead ends; where the
   * greedy search gets through, and the versions form one chain, both find the same.
   *
   * @param from the version before
   * @param to the version after
   * @return legs in their order; none if the versions are equal
   * @throws StateConflictException {@code NO_MIGRATION_ROUTE} if there is no route
   */
  public List<Leg> route(Version from, Version to) throws StateConflictException {
    boolean forward = from.compareTo(to) <= 0;
    Version low = forward ? from : to;
    Version high = forward ? to : from;
    List<Leg> legs = new ArrayList<>();
    Map<Version, Version> before = search(low, high);
    for (Version at = high; !at.equals(low); ) {
      Version start = before.get(at);
      if (start == null) {
        throw new StateConflictException(
            "NO_MIGRATION_ROUTE",
            "migrating from " + from + " to " + to,
            "no route to " + high + " from " + low,
            "transitions that connect the two versions");
      }
      List<MigrationName> names = new ArrayList<>(names(start, at));
      if (forward) {
        legs.add(new Leg(start, at, Direction.FORWARD, names));
      } else {
        Collections.reverse(names);
        legs.add(new Leg(at, start, Direction.BACKWARD, names));
      }
      at = start;
    }
    if (forward) {
      Collections.reverse(legs);
    }
    return List.copyOf(legs);
  }

  private List<MigrationName> names(Version from, Version to) {
    NavigableMap<Version, List<MigrationName>> next = Objects.requireNonNull(edges.get(from));
    return Objects.requireNonNull(next.get(to));
  }

  private Map<Version, Version> search(Version low, Version high) {
    Map<Version, Version> before = new HashMap<>();
    Deque<Version> queue = new ArrayDeque<>(List.of(low));
    while (!queue.isEmpty() && !before.containsKey(high)) {
      Version at = queue.remove();
      NavigableMap<Version, List<MigrationName>> next = edges.get(at);
      if (next != null) {
        for (Version to : next.headMap(high, true).descendingKeySet()) {
          if (before.putIfAbsent(to, at) == null) {
            queue.add(to);
          }
        }
      }
    }
    return before;
  }

  /** Collects transitions; not thread-safe. */
  public static final class Builder {
    private final NavigableMap<Version, NavigableMap<Version, List<MigrationName>>> edges =
        new TreeMap<>();

    private Builder() {}

    /**
     * Adds a transition.
     *
     * @param from the version before
     * @param to the version after, which is later
     * @param names names of migrations, as targets or without {@code .lz4}, in the order in which
     *     they run forward
     * @return this
     * @throws MalformedDataException {@code MIGRATION_NAME} if a name is not that of a migration
     * @throws IllegalArgumentException if {@code to} is not later than {@code from}
     */
    public Builder add(Version from, Version to, List<String> names) throws MalformedDataException {
      if (to.compareTo(from) <= 0) {
        throw new IllegalArgumentException(to + " is not later than " + from);
      }
      List<MigrationName> parsed = new ArrayList<>();
      for (String name : names) {
        parsed.add(MigrationName.parse(name));
      }
      edges.computeIfAbsent(from, version -> new TreeMap<>()).put(to, List.copyOf(parsed));
      return this;
    }

    /**
     * Makes the routes.
     *
     * @return the routes
     */
    public MigrationRoutes build() {
      NavigableMap<Version, NavigableMap<Version, List<MigrationName>>> copy = new TreeMap<>();
      edges.forEach((from, to) -> copy.put(from, new TreeMap<>(to)));
      return new MigrationRoutes(copy);
    }
  }
}
