// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.store;

import dev.gantry.settings.Origin;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingsLayer;
import dev.gantry.settings.SettingsLayer.Definition;
import dev.gantry.settings.SettingsTree;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Changes to one layer: keys to unset, and then leaves to set.
 *
 * <p>Immutable, compared by value, and safe for use by many threads; its text names keys only.
 */
public final class SettingsEdit {
  private final LayerId layer;
  private final NavigableMap<SettingKey, Definition> sets;
  private final NavigableSet<SettingKey> unsets;

  private SettingsEdit(
      LayerId layer, NavigableMap<SettingKey, Definition> sets, NavigableSet<SettingKey> unsets) {
    this.layer = Objects.requireNonNull(layer, "layer");
    this.sets = sets;
    this.unsets = unsets;
  }

  /**
   * Returns an edit that changes nothing.
   *
   * @param layer the layer to change
   * @return the edit
   */
  public static SettingsEdit of(LayerId layer) {
    return new SettingsEdit(layer, new TreeMap<>(), new TreeSet<>());
  }

  /**
   * Returns an edit of the API's layer that changes nothing.
   *
   * @return the edit
   */
  public static SettingsEdit ofApi() {
    return of(LayerId.API);
  }

  /**
   * Returns an edit that gives a layer new contents, whatever it had.
   *
   * @param layer the layer
   * @param tree all that it shall have
   * @param origins where each leaf was defined
   * @return the edit
   */
  public static SettingsEdit replacing(
      LayerId layer, SettingsTree tree, Function<SettingKey, Origin> origins) {
    return of(layer).unset(SettingKey.root()).set(tree, origins);
  }

  /**
   * Returns an edit that gives a layer of a store the contents of a layer that was read, for
   * example from user data.
   *
   * @param layer kind, name, and all that it shall have, each with its origin
   * @return the edit
   * @throws IllegalArgumentException if the layer is one of defaults, which are not stored
   */
  public static SettingsEdit replacing(SettingsLayer layer) {
    SortedMap<SettingKey, Definition> definitions = layer.definitions();
    return replacing(
        new LayerId(layer.kind(), layer.name()),
        layer.tree(),
        key -> Objects.requireNonNull(definitions.get(key)).origin());
  }

  /**
   * Returns this edit with one more value to set.
   *
   * @param key the key
   * @param value the value; a map is laid over what is there
   * @param origin where it was defined
   * @return a new edit
   * @throws IllegalArgumentException if the key is the root and the value is not a map
   */
  public SettingsEdit set(SettingKey key, SettingValue value, Origin origin) {
    SettingsTree tree =
        key.isRoot() && value instanceof MapValue map
            ? SettingsTree.of(map)
            : SettingsTree.empty().with(key, value);
    return set(tree, leaf -> origin);
  }

  /**
   * Returns this edit with more leaves to set.
   *
   * @param tree the leaves
   * @param origins where each was defined
   * @return a new edit
   */
  public SettingsEdit set(SettingsTree tree, Function<SettingKey, Origin> origins) {
    NavigableMap<SettingKey, Definition> next = new TreeMap<>(sets);
    NavigableSet<SettingKey> gone = new TreeSet<>(unsets);
    tree.leaves()
        .forEach(
            (key, value) -> {
              removeAround(next, gone, key);
              next.put(key, new Definition(value, origins.apply(key)));
            });
    return new SettingsEdit(layer, next, gone);
  }

  /** A leaf takes away what is above and below it; what was only to be set is then to be unset. */
  private static void removeAround(
      NavigableMap<SettingKey, Definition> sets, NavigableSet<SettingKey> unsets, SettingKey key) {
    for (SettingKey above = key; !above.isRoot(); ) {
      above = above.parent();
      if (sets.remove(above) != null) {
        unsets.add(above);
      }
    }
    for (SettingKey below : KeyRange.atAndBelow(sets, key)) {
      sets.remove(below);
      unsets.add(below);
    }
  }

  /**
   * Returns this edit with one more key to unset, so that weaker layers show through.
   *
   * @param key the key of a leaf, of a map, or the root for all of the layer
   * @return a new edit
   */
  public SettingsEdit unset(SettingKey key) {
    return unset(List.of(key));
  }

  /**
   * Returns this edit with more keys to unset, which takes less time than one after the other.
   *
   * @param keys the keys, as for {@link #unset(SettingKey)}
   * @return a new edit
   */
  public SettingsEdit unset(Collection<SettingKey> keys) {
    NavigableMap<SettingKey, Definition> next = new TreeMap<>(sets);
    NavigableSet<SettingKey> gone = new TreeSet<>(unsets);
    for (SettingKey key : keys) {
      KeyRange.atAndBelow(next, key).forEach(next::remove);
      Iterator<SettingKey> below = gone.tailSet(key, true).iterator();
      while (below.hasNext() && below.next().startsWith(key)) {
        below.remove();
      }
      if (!KeyRange.meets(gone, key)) {
        gone.add(key);
      }
    }
    return new SettingsEdit(layer, next, gone);
  }

  /**
   * Returns the edit that does this one and then another.
   *
   * @param next the other edit, of the same layer
   * @return one edit for both
   * @throws IllegalArgumentException if the layers differ
   */
  public SettingsEdit then(SettingsEdit next) {
    if (!layer.equals(next.layer)) {
      throw new IllegalArgumentException(layer + " is not " + next.layer);
    }
    SortedMap<SettingKey, Definition> later = next.sets;
    return unset(next.unsets)
        .set(next.tree(), key -> Objects.requireNonNull(later.get(key)).origin());
  }

  /** As it was written: leaves of a tree, and not laid over anything. */
  SettingsEdit setAll(SortedMap<SettingKey, Definition> definitions) {
    SettingsEdit all = new SettingsEdit(layer, new TreeMap<>(definitions), unsets);
    if (!all.tree().leaves().keySet().equals(definitions.keySet())) {
      throw new IllegalArgumentException("not the leaves of a tree: " + definitions.keySet());
    }
    return all;
  }

  private SettingsTree tree() {
    Map<SettingKey, SettingValue> values = new TreeMap<>();
    sets.forEach((key, definition) -> values.put(key, definition.value()));
    return SettingsTree.ofValues(values);
  }

  /**
   * Returns the layer to change.
   *
   * @return the layer
   */
  public LayerId layer() {
    return layer;
  }

  /**
   * Returns what is to be set.
   *
   * @return leaves by key, none below another; cannot be changed
   */
  public SortedMap<SettingKey, Definition> sets() {
    return Collections.unmodifiableSortedMap(sets);
  }

  /**
   * Returns what is to be unset before that.
   *
   * @return keys of leaves or maps; cannot be changed
   */
  public SortedSet<SettingKey> unsets() {
    return Collections.unmodifiableSortedSet(unsets);
  }

  /**
   * Returns all keys that are set or unset.
   *
   * @return the keys
   */
  public SortedSet<SettingKey> keys() {
    SortedSet<SettingKey> keys = new TreeSet<>(sets.keySet());
    keys.addAll(unsets);
    return keys;
  }

  /**
   * Tells whether this changes nothing.
   *
   * @return whether nothing is set or unset
   */
  public boolean isEmpty() {
    return sets.isEmpty() && unsets.isEmpty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SettingsEdit edit
        && layer.equals(edit.layer)
        && sets.equals(edit.sets)
        && unsets.equals(edit.unsets);
  }

  @Override
  public int hashCode() {
    return Objects.hash(layer, sets, unsets);
  }

  @Override
  public String toString() {
    return layer + ": set " + sets.keySet() + ", unset " + unsets;
  }
}
