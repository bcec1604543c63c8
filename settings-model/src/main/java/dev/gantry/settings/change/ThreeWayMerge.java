// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.change;

import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.ListValue;
import dev.gantry.settings.SettingsTree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Merges two trees that came from one. What only one side changed is taken from it; what both
 * changed alike is taken once; what both changed in two ways is a conflict, and the tree keeps the
 * first side's value there.
 */
public final class ThreeWayMerge {
  private ThreeWayMerge() {}

  /**
   * What both sides changed in two ways.
   *
   * @param key a leaf; one side may have set something below it or around it
   * @param base the value before, or empty
   * @param ours the first side's value, or empty if it has none at this key
   * @param theirs the second side's value, or empty if it has none at this key
   */
  public record Conflict(
      SettingKey key,
      Optional<SettingValue> base,
      Optional<SettingValue> ours,
      Optional<SettingValue> theirs) {
    /** Names the key only, since values may be secrets. */
    @Override
    public String toString() {
      return "conflict at " + key;
    }
  }

  /**
   * What came of a merge.
   *
   * @param tree both sides' changes, and the first side's where they conflict
   * @param conflicts conflicts, sorted by key
   */
  public record Result(SettingsTree tree, List<Conflict> conflicts) {
    /** Creates a result. */
    public Result {
      Objects.requireNonNull(tree, "tree");
      conflicts = List.copyOf(conflicts);
    }
  }

  /**
   * Merges with all lists as wholes.
   *
   * @param base the tree that both sides came from
   * @param ours the first side
   * @param theirs the second side
   * @return the merged tree and the conflicts
   */
  public static Result merge(SettingsTree base, SettingsTree ours, SettingsTree theirs) {
    return merge(base, ours, theirs, key -> ListStrategy.atomic());
  }

  /**
   * Merges.
   *
   * @param base the tree that both sides came from
   * @param ours the first side
   * @param theirs the second side
   * @param lists how lists at a key are merged
   * @return the merged tree and the conflicts
   */
  public static Result merge(
      SettingsTree base,
      SettingsTree ours,
      SettingsTree theirs,
      Function<SettingKey, ListStrategy> lists) {
    SortedSet<SettingKey> keys = new TreeSet<>(base.leaves().keySet());
    keys.addAll(ours.leaves().keySet());
    keys.addAll(theirs.leaves().keySet());
    SortedMap<SettingKey, SettingValue> merged = new TreeMap<>();
    List<Conflict> conflicts = new ArrayList<>();
    for (SettingKey key : keys) {
      Optional<SettingValue> before = leaf(base, key);
      Optional<SettingValue> our = leaf(ours, key);
      Optional<SettingValue> their = leaf(theirs, key);
      Optional<SettingValue> chosen;
      if (our.equals(their) || their.equals(before)) {
        chosen = our;
      } else if (our.equals(before)) {
        chosen = their;
      } else {
        Optional<SettingValue> both = mergedList(before, our, their, lists.apply(key));
        if (both.isEmpty()) {
          conflicts.add(new Conflict(key, before, our, their));
        }
        chosen = both.isPresent() ? both : our;
      }
      chosen.ifPresent(value -> merged.put(key, value));
    }
    return withoutOverlaps(merged, base, ours, theirs, conflicts);
  }

  /** Finds where one side has a leaf and the other a map, so that both cannot stay. */
  private static Result withoutOverlaps(
      SortedMap<SettingKey, SettingValue> merged,
      SettingsTree base,
      SettingsTree ours,
      SettingsTree theirs,
      List<Conflict> conflicts) {
    SortedSet<SettingKey> dropped = new TreeSet<>();
    for (SettingKey key : merged.keySet()) {
      for (SettingKey above = key; !above.isRoot(); ) {
        above = above.parent();
        if (!above.isRoot() && merged.containsKey(above)) {
          conflicts.add(
              new Conflict(above, leaf(base, above), leaf(ours, above), leaf(theirs, above)));
          dropped.add(ours.leaves().containsKey(above) ? key : above);
        }
      }
    }
    merged.keySet().removeAll(dropped);
    List<Conflict> sorted =
        conflicts.stream().distinct().sorted(Comparator.comparing(Conflict::key)).toList();
    return new Result(SettingsTree.ofValues(merged), sorted);
  }

  private static Optional<SettingValue> leaf(SettingsTree tree, SettingKey key) {
    return Optional.ofNullable(tree.leaves().get(key));
  }

  private static Optional<SettingValue> mergedList(
      Optional<SettingValue> base,
      Optional<SettingValue> ours,
      Optional<SettingValue> theirs,
      ListStrategy strategy) {
    if (ours.isPresent()
        && theirs.isPresent()
        && ours.get() instanceof ListValue one
        && theirs.get() instanceof ListValue other) {
      ListValue before =
          base.isPresent() && base.get() instanceof ListValue list
              ? list
              : new ListValue(List.of());
      return strategy.merge(before, one, other).map(list -> list);
    }
    return Optional.empty();
  }
}
