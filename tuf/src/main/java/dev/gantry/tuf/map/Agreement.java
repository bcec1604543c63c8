// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.map;

import dev.gantry.core.Digest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out which repositories say the same of a target (TAP 4). Repositories may list digests of
 * different algorithms, so what counts is one length and one digest that enough of them name: two
 * that have no algorithm in common have agreed on nothing.
 *
 * @param status how it went
 * @param repositories those that agree, in the order asked; empty unless agreed
 */
record Agreement(Status status, List<String> repositories) {
  /** How it went. */
  enum Status {
    /** Enough say the same. */
    AGREED,
    /** Not enough say the same. */
    TOO_FEW,
    /** Enough say one thing and enough another, or those that agree on one digest differ. */
    CONFLICT
  }

  /**
   * What one repository says.
   *
   * @param digests at least one
   */
  record Claim(String repository, long lengthBytes, List<Digest> digests) {}

  private record Point(long lengthBytes, Digest digest) {}

  static Agreement of(List<Claim> claims, int threshold) {
    Map<Point, Set<Claim>> named = new LinkedHashMap<>();
    for (Claim claim : claims) {
      for (Digest digest : claim.digests()) {
        named
            .computeIfAbsent(new Point(claim.lengthBytes(), digest), point -> new LinkedHashSet<>())
            .add(claim);
      }
    }
    List<Set<Claim>> groups =
        named.values().stream().filter(group -> group.size() >= threshold).toList();
    if (groups.isEmpty()) {
      return new Agreement(Status.TOO_FEW, List.of());
    }
    return joined(groups)
        .filter(Agreement::noneContradict)
        .map(group -> new Agreement(Status.AGREED, inOrder(claims, group)))
        .orElseGet(() -> new Agreement(Status.CONFLICT, List.of()));
  }

  /** Joins groups that share a member; empty if two are left that cannot be told to be equal. */
  private static Optional<Set<Claim>> joined(List<Set<Claim>> groups) {
    Set<Claim> joined = new LinkedHashSet<>(groups.get(0));
    List<Set<Claim>> left = new ArrayList<>(groups.subList(1, groups.size()));
    boolean grown = true;
    while (grown) {
      grown = false;
      for (Set<Claim> group : List.copyOf(left)) {
        if (group.stream().anyMatch(joined::contains)) {
          joined.addAll(group);
          left.remove(group);
          grown = true;
        }
      }
    }
    return left.isEmpty() ? Optional.of(joined) : Optional.empty();
  }

  private static boolean noneContradict(Set<Claim> group) {
    Map<Object, Digest> known = new LinkedHashMap<>();
    for (Claim claim : group) {
      for (Digest digest : claim.digests()) {
        Digest other = known.putIfAbsent(digest.algorithm(), digest);
        if (other != null && !other.equals(digest)) {
          return false;
        }
      }
    }
    return true;
  }

  private static List<String> inOrder(List<Claim> claims, Set<Claim> group) {
    return claims.stream().filter(group::contains).map(Claim::repository).toList();
  }
}
