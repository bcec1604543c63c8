// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings;

import dev.gantry.settings.SettingValue.MapValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Settings as a whole: values at keys, without {@code settings} around them. What is not a map is a
 * leaf, lists too; maps exist only as the way to their leaves, so an empty map is the same as no
 * map.
 *
 * <p>Immutable, compared by value, and safe for use by many threads.
 */
public final class SettingsTree {
  private static final SettingsTree EMPTY = new SettingsTree(new TreeMap<>());

  private final NavigableMap<SettingKey, SettingValue> leaves;

  private SettingsTree(NavigableMap<SettingKey, SettingValue> leaves) {
    this.leaves = leaves;
  }

  /**
   * Returns the tree without leaves.
   *
   * @return the empty tree
   */
  public static SettingsTree empty() {
    return EMPTY;
  }

  /**
   * Returns the tree with the contents of a map.
   *
   * @param map nested maps with leaves in them
   * @return the tree
   */
  public static SettingsTree of(MapValue map) {
    NavigableMap<SettingKey, SettingValue> leaves = new TreeMap<>();
    collect(SettingKey.root(), map, leaves);
    return new SettingsTree(leaves);
  }

  /**
   * Returns the tree with these values; where a key lies below another, the deeper one wins.
   *
   * @param values values by key; maps among them are taken apart
   * @return the tree
   * @throws IllegalArgumentException if the root has a value that is not a map
   */
  public static SettingsTree ofValues(Map<SettingKey, ? extends SettingValue> values) {
    NavigableMap<SettingKey, SettingValue> sorted = new TreeMap<>(values);
    if (isTree(sorted)) {
      return new SettingsTree(sorted);
    }
    NavigableMap<SettingKey, SettingValue> leaves = new TreeMap<>();
    sorted.forEach((key, value) -> put(leaves, key, value));
    return new SettingsTree(leaves);
  }

  /** Whether all values are leaves and no key lies below another; those would be neighbours. */
  private static boolean isTree(NavigableMap<SettingKey, SettingValue> sorted) {
    SettingKey last = null;
    for (Map.Entry<SettingKey, SettingValue> entry : sorted.entrySet()) {
      SettingKey key = entry.getKey();
      if (key.isRoot()
          || entry.getValue() instanceof MapValue
          || (last != null && key.startsWith(last))) {
        return false;
      }
      last = key;
    }
    return true;
  }

  private static void collect(
      SettingKey at, SettingValue value, Map<SettingKey, SettingValue> leaves) {
    if (value instanceof MapValue map) {
      map.entries().forEach((name, inner) -> collect(at.child(name), inner, leaves));
    } else if (at.isRoot()) {
      throw new IllegalArgumentException("the root is " + value.kind() + ", expected a table");
    } else {
      leaves.put(at, value);
    }
  }

  private static void put(
      NavigableMap<SettingKey, SettingValue> leaves, SettingKey key, SettingValue value) {
    if (!key.isRoot() && !(value instanceof MapValue)) {
      clear(leaves, key);
      leaves.put(key, value);
      return;
    }
    Map<SettingKey, SettingValue> added = new TreeMap<>();
    collect(key, value, added);
    added.keySet().forEach(leaf -> clear(leaves, leaf));
    leaves.putAll(added);
  }

  private static void clear(NavigableMap<SettingKey, SettingValue> leaves, SettingKey key) {
    removeAbove(leaves, key);
    removeFrom(leaves, key);
  }

  private static void removeAbove(Map<SettingKey, SettingValue> leaves, SettingKey key) {
    for (SettingKey above = key; !above.isRoot(); ) {
      above = above.parent();
      leaves.remove(above);
    }
  }

  private static boolean removeFrom(NavigableMap<SettingKey, SettingValue> leaves, SettingKey key) {
    boolean removed = false;
    Iterator<SettingKey> keys = leaves.tailMap(key, true).keySet().iterator();
    while (keys.hasNext() && keys.next().startsWith(key)) {
      keys.remove();
      removed = true;
    }
    return removed;
  }

  /**
   * Returns all leaves.
   *
   * @return values by key, sorted by key; cannot be changed
   */
  public SortedMap<SettingKey, SettingValue> leaves() {
    return Collections.unmodifiableSortedMap(leaves);
  }

  /**
   * Tells whether there are no leaves.
   *
   * @return whether this is the empty tree
   */
  public boolean isEmpty() {
    return leaves.isEmpty();
  }

  /**
   * Returns the value at a key.
   *
   * @param key the key of a leaf or of a map
   * @return the leaf, or the map of what lies below the key, or empty
   */
  public Optional<SettingValue> get(SettingKey key) {
    SettingValue leaf = leaves.get(key);
    if (leaf != null) {
      return Optional.of(leaf);
    }
    MapValue map = below(key).toMap();
    return map.entries().isEmpty() ? Optional.empty() : Optional.of(map);
  }

  /**
   * Returns what lies below a key, with keys that start there.
   *
   * @param key the key of a map
   * @return the leaves; the value at the key itself, if it is a leaf, is not among them
   */
  public SettingsTree below(SettingKey key) {
    NavigableMap<SettingKey, SettingValue> found = new TreeMap<>();
    for (Map.Entry<SettingKey, SettingValue> entry : leaves.tailMap(key, false).entrySet()) {
      if (!entry.getKey().startsWith(key)) {
        break;
      }
      found.put(entry.getKey().relativeTo(key), entry.getValue());
    }
    return new SettingsTree(found);
  }

  /**
   * Returns the leaves at and below some keys.
   *
   * @param keys the keys
   * @return a tree with the same keys as this one
   */
  public SettingsTree at(Iterable<SettingKey> keys) {
    NavigableMap<SettingKey, SettingValue> found = new TreeMap<>();
    for (SettingKey key : keys) {
      for (Map.Entry<SettingKey, SettingValue> entry : leaves.tailMap(key, true).entrySet()) {
        if (!entry.getKey().startsWith(key)) {
          break;
        }
        found.put(entry.getKey(), entry.getValue());
      }
    }
    return new SettingsTree(found);
  }

  /**
   * Returns this tree with a value at a key. A leaf replaces all that was at, above or below the
   * key; a map is laid over what is there.
   *
   * @param key the key
   * @param value the value
   * @return a new tree
   */
  public SettingsTree with(SettingKey key, SettingValue value) {
    NavigableMap<SettingKey, SettingValue> next = new TreeMap<>(leaves);
    put(next, key, value);
    return new SettingsTree(next);
  }

  /**
   * Returns this tree without what is at or below a key.
   *
   * @param key the key
   * @return a new tree, or this one if there was nothing
   */
  public SettingsTree without(SettingKey key) {
    NavigableMap<SettingKey, SettingValue> next = new TreeMap<>(leaves);
    return removeFrom(next, key) ? new SettingsTree(next) : this;
  }

  /**
   * Returns the leaves whose keys pass a test.
   *
   * @param which the test
   * @return a new tree
   */
  public SettingsTree filter(Predicate<SettingKey> which) {
    NavigableMap<SettingKey, SettingValue> next = new TreeMap<>(leaves);
    next.keySet().removeIf(which.negate());
    return new SettingsTree(next);
  }

  /**
   * Returns this tree with another laid over it, leaf by leaf. As long as no key is a leaf in one
   * tree and a map in another, which holds for settings of one model, this is associative, and
   * doing it twice is the same as doing it once.
   *
   * @param stronger the tree whose leaves win
   * @return a new tree
   */
  public SettingsTree overlaidWith(SettingsTree stronger) {
    if (isEmpty() || stronger.isEmpty()) {
      return isEmpty() ? stronger : this;
    }
    NavigableMap<SettingKey, SettingValue> next = new TreeMap<>(leaves);
    stronger.leaves.forEach((key, value) -> put(next, key, value));
    return new SettingsTree(next);
  }

  /**
   * Returns the tree as nested maps.
   *
   * @return the map; empty if there are no leaves
   */
  public MapValue toMap() {
    return mapOf(new ArrayList<>(leaves.entrySet()), 0);
  }

  private static MapValue mapOf(List<Map.Entry<SettingKey, SettingValue>> sorted, int depth) {
    TreeMap<String, SettingValue> entries = new TreeMap<>();
    for (int start = 0; start < sorted.size(); ) {
      String name = sorted.get(start).getKey().names().get(depth);
      int end = start + 1;
      while (end < sorted.size() && sorted.get(end).getKey().names().get(depth).equals(name)) {
        end++;
      }
      boolean leaf = sorted.get(start).getKey().depth() == depth + 1;
      entries.put(
          name, leaf ? sorted.get(start).getValue() : mapOf(sorted.subList(start, end), depth + 1));
      start = end;
    }
    return new MapValue(entries);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SettingsTree tree && leaves.equals(tree.leaves);
  }

  @Override
  public int hashCode() {
    return leaves.hashCode();
  }

  /**
   * Names the keys, not the values, since those may be secrets.
   *
   * @return the keys
   */
  @Override
  public String toString() {
    return leaves.keySet().toString();
  }
}
