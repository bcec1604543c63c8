// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Settings that come from one source, each leaf with its origin.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class SettingsLayer {
  private final LayerKind kind;
  private final String name;
  private final SortedMap<SettingKey, Definition> definitions;

  /** The leaves without their origins; made when they are first asked for. */
  private volatile @Nullable SettingsTree tree;

  private SettingsLayer(
      LayerKind kind, String name, SortedMap<SettingKey, Definition> definitions) {
    this.kind = Objects.requireNonNull(kind, "kind");
    this.name = Objects.requireNonNull(name, "name");
    this.definitions = Collections.unmodifiableSortedMap(definitions);
  }

  /**
   * A leaf and where it was defined.
   *
   * @param value the leaf
   * @param origin where it was defined
   */
  public record Definition(SettingValue value, Origin origin) {
    /** Creates a definition. */
    public Definition {
      Objects.requireNonNull(value, "value");
      Objects.requireNonNull(origin, "origin");
    }
  }

  /**
   * Returns a layer without settings.
   *
   * @param kind how strong it is
   * @param name its name among the layers of its kind, for example that of a file
   * @return the layer
   */
  public static SettingsLayer empty(LayerKind kind, String name) {
    return new SettingsLayer(kind, name, new TreeMap<>());
  }

  /**
   * Returns a layer whose leaves all have the same origin.
   *
   * @param kind how strong it is
   * @param name its name among the layers of its kind
   * @param tree the settings
   * @param origin where they were defined
   * @return the layer
   */
  public static SettingsLayer of(LayerKind kind, String name, SettingsTree tree, Origin origin) {
    return empty(kind, name).with(tree, key -> origin);
  }

  /**
   * Returns a layer with these leaves.
   *
   * @param kind how strong it is
   * @param name its name among the layers of its kind
   * @param definitions leaves by key
   * @return the layer
   * @throws IllegalArgumentException if a value is a map, or a key lies below another
   */
  public static SettingsLayer of(
      LayerKind kind, String name, Map<SettingKey, Definition> definitions) {
    if (!treeOf(definitions).leaves().keySet().equals(definitions.keySet())) {
      throw new IllegalArgumentException("not the leaves of a tree: " + definitions.keySet());
    }
    return new SettingsLayer(kind, name, new TreeMap<>(definitions));
  }

  /**
   * Returns how strong this layer is.
   *
   * @return the kind
   */
  public LayerKind kind() {
    return kind;
  }

  /**
   * Returns the name among the layers of its kind.
   *
   * @return the name
   */
  public String name() {
    return name;
  }

  /**
   * Returns the leaves and where they were defined.
   *
   * @return definitions by key, sorted; cannot be changed
   */
  public SortedMap<SettingKey, Definition> definitions() {
    return definitions;
  }

  /**
   * Returns the leaves without their origins.
   *
   * @return the settings of this layer
   */
  public SettingsTree tree() {
    SettingsTree made = tree;
    if (made == null) {
      made = treeOf(definitions);
      tree = made;
    }
    return made;
  }

  private static SettingsTree treeOf(Map<SettingKey, Definition> definitions) {
    Map<SettingKey, SettingValue> values = new TreeMap<>();
    definitions.forEach((key, definition) -> values.put(key, definition.value()));
    return SettingsTree.ofValues(values);
  }

  /**
   * Returns this layer with settings laid over it.
   *
   * @param tree the settings
   * @param origins where each leaf was defined
   * @return a new layer
   */
  public SettingsLayer with(SettingsTree tree, Function<SettingKey, Origin> origins) {
    SettingsTree all = tree().overlaidWith(tree);
    SortedMap<SettingKey, Definition> next = new TreeMap<>(definitions);
    next.keySet().retainAll(all.leaves().keySet());
    tree.leaves().forEach((key, value) -> next.put(key, new Definition(value, origins.apply(key))));
    return new SettingsLayer(kind, name, next);
  }

  /**
   * Returns this layer without what is at or below a key.
   *
   * @param key the key
   * @return a new layer
   */
  public SettingsLayer without(SettingKey key) {
    SortedMap<SettingKey, Definition> next = new TreeMap<>(definitions);
    next.keySet().removeIf(each -> each.startsWith(key));
    return new SettingsLayer(kind, name, next);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SettingsLayer layer
        && kind == layer.kind
        && name.equals(layer.name)
        && definitions.equals(layer.definitions);
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, name, definitions);
  }

  @Override
  public String toString() {
    return kind.title() + " " + name + " " + definitions.keySet();
  }
}
