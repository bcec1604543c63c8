// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.map;

import dev.gantry.core.Text;
import dev.gantry.tuf.TargetPath;
import dev.gantry.tuf.internal.model.PathPattern;
import java.util.HashSet;
import java.util.List;

/**
 * One entry of a {@link MapFile}: which repositories are asked for which targets (TAP 4, member
 * {@code mapping}).
 *
 * @param paths shell patterns as in delegations: {@code *} and {@code ?} do not match a slash
 * @param repositories names of the repositories that are asked, in this order; each once
 * @param threshold how many of them must say the same of a target, from 1 to their number
 * @param terminating whether later mappings are not looked at when this one matches and comes to no
 *     agreement
 */
public record Mapping(
    List<String> paths, List<String> repositories, int threshold, boolean terminating) {
  /** The most patterns of one mapping. */
  public static final int MAX_PATHS = 1024;

  /** The longest pattern, in characters. */
  public static final int MAX_PATTERN_LENGTH = 1024;

  /**
   * Creates a mapping.
   *
   * @throws IllegalArgumentException if there are no patterns or too many, or no repositories, or
   *     one twice, or the threshold cannot be met
   */
  public Mapping {
    paths = List.copyOf(paths);
    repositories = List.copyOf(repositories);
    if (paths.isEmpty() || paths.size() > MAX_PATHS) {
      throw new IllegalArgumentException(paths.size() + " patterns, expected 1 to " + MAX_PATHS);
    }
    for (String path : paths) {
      if (path.isEmpty() || path.length() > MAX_PATTERN_LENGTH) {
        throw new IllegalArgumentException(
            "pattern " + Text.quote(path) + " has " + path.length() + " characters");
      }
    }
    int distinct = new HashSet<>(repositories).size();
    if (distinct == 0 || distinct != repositories.size()) {
      throw new IllegalArgumentException(
          repositories.size() + " repositories, " + distinct + " of them distinct");
    }
    if (threshold < 1 || threshold > distinct) {
      throw new IllegalArgumentException(
          "threshold is " + threshold + ", expected 1 to " + distinct);
    }
  }

  /**
   * Says whether this mapping is about a target.
   *
   * @param path the target
   * @return true if one of the patterns matches the whole path
   */
  public boolean matches(TargetPath path) {
    return paths.stream().anyMatch(pattern -> PathPattern.matches(pattern, path.value()));
  }
}
