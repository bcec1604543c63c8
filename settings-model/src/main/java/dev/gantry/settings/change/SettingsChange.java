// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.change;

import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingsTree;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is to be set and unset in settings. Unsetting comes first: it removes all that is at or
 * below a key, and then the values are set.
 *
 * <p>Immutable, compared by value, and safe for use by many threads. {@code toString} names keys
 * only.
 */
public final class SettingsChange {
  private static final SettingsChange NONE = new SettingsChange(new TreeMap<>(), new TreeSet<>());

  private final NavigableMap<SettingKey, SettingValue> set;
  private final NavigableSet<SettingKey> unset;

  private SettingsChange(
      NavigableMap<SettingKey, SettingValue> set, NavigableSet<SettingKey> unset) {
    this.set = set;
    this.unset = unset;
  }

  /**
   * Returns the change that does nothing.
   *
   * @return the empty change
   */
  public static SettingsChange none() {
    return NONE;
  }

  /**
   * Returns a change that sets leaves.
   *
   * @param tree the leaves
   * @return the change
   */
  public static SettingsChange setting(SettingsTree tree) {
    return of(tree, new TreeSet<>());
  }

  /**
   * Returns a change that unsets keys.
   *
   * @param keys keys of leaves or maps
   * @return the change
   */
  public static SettingsChange unsetting(SettingKey... keys) {
    return of(SettingsTree.empty(), new TreeSet<>(List.of(keys)));
  }

  /**
   * Returns a change.
   *
   * @param tree leaves to set
   * @param unset keys of leaves or maps to unset before
   * @return the change; keys that lie below others to unset are left out
   */
  public static SettingsChange of(SettingsTree tree, SortedSet<SettingKey> unset) {
    NavigableSet<SettingKey> tops = new TreeSet<>();
    for (SettingKey key : unset) {
      if (tops.isEmpty() || !key.startsWith(tops.last())) {
        tops.add(key);
      }
    }
    return new SettingsChange(new TreeMap<>(tree.leaves()), tops);
  }

  /**
   * Returns the least change that makes one tree of another.
   *
   * @param from the tree before
   * @param to the tree after
   * @return a change with {@code change.applyTo(from).equals(to)}; it is empty if the trees are
   *     equal
   */
  public static SettingsChange between(SettingsTree from, SettingsTree to) {
    NavigableMap<SettingKey, SettingValue> set = new TreeMap<>();
    to.leaves()
        .forEach(
            (key, value) -> {
              if (!value.equals(from.leaves().get(key))) {
                set.put(key, value);
              }
            });
    NavigableSet<SettingKey> unset = new TreeSet<>(from.leaves().keySet());
    unset.retainAll(from.overlaidWith(SettingsTree.ofValues(set)).leaves().keySet());
    unset.removeAll(to.leaves().keySet());
    return new SettingsChange(set, unset);
  }

  /**
   * Returns what is to be set.
   *
   * @return leaves by key; cannot be changed
   */
  public SortedMap<SettingKey, SettingValue> set() {
    return Collections.unmodifiableSortedMap(set);
  }

  /**
   * Returns what is to be unset.
   *
   * @return keys of leaves or maps, none below another; cannot be changed
   */
  public SortedSet<SettingKey> unset() {
    return Collections.unmodifiableSortedSet(unset);
  }

  /**
   * Tells whether this does nothing.
   *
   * @return whether nothing is set or unset
   */
  public boolean isEmpty() {
    return set.isEmpty() && unset.isEmpty();
  }

  /**
   * Returns all keys that are set or unset.
   *
   * @return the keys
   */
  public SortedSet<SettingKey> keys() {
    SortedSet<SettingKey> keys = new TreeSet<>(set.keySet());
    keys.addAll(unset);
    return keys;
  }

  /**
   * Applies this change.
   *
   * @param tree the tree before
   * @return the tree after
   */
  public SettingsTree applyTo(SettingsTree tree) {
    SettingsTree next = tree;
    for (SettingKey key : unset) {
      next = next.without(key);
    }
    return next.overlaidWith(SettingsTree.ofValues(set));
  }

  /**
   * Returns the change that does this one and then another, as long as no key is a leaf in one of
   * them and a map in the other or in the settings, which holds for settings of one model.
   *
   * @param next the other change
   * @return one change for both
   */
  public SettingsChange then(SettingsChange next) {
    SettingsTree left = next.applyTo(SettingsTree.ofValues(set));
    NavigableSet<SettingKey> gone = new TreeSet<>(set.keySet());
    gone.removeAll(left.leaves().keySet());
    gone.addAll(unset);
    gone.addAll(next.unset);
    return of(left, gone);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SettingsChange change
        && set.equals(change.set)
        && unset.equals(change.unset);
  }

  @Override
  public int hashCode() {
    return 31 * set.hashCode() + unset.hashCode();
  }

  @Override
  public String toString() {
    return "set " + set.keySet() + ", unset " + unset;
  }
}
