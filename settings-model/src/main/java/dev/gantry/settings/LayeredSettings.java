// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings;

import dev.gantry.settings.SettingsLayer.Definition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Layers of settings over one another, from defaults to policy. The effective settings are what one
 * sees from above. Among layers of one kind the later one is stronger.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class LayeredSettings {
  private static final LayeredSettings EMPTY = new LayeredSettings(List.of());

  private final List<SettingsLayer> layers;
  private final SettingsTree effective;

  private LayeredSettings(List<SettingsLayer> layers) {
    this.layers = layers;
    SettingsTree all = SettingsTree.empty();
    for (SettingsLayer layer : layers) {
      all = all.overlaidWith(layer.tree());
    }
    this.effective = all;
  }

  /**
   * Returns settings without layers.
   *
   * @return the empty settings
   */
  public static LayeredSettings empty() {
    return EMPTY;
  }

  /**
   * Returns settings with these layers.
   *
   * @param layers the layers; those of one kind from the weakest to the strongest
   * @return the settings
   * @throws IllegalArgumentException if two layers have the same kind and name
   */
  public static LayeredSettings of(List<SettingsLayer> layers) {
    List<SettingsLayer> sorted = new ArrayList<>(layers);
    sorted.sort(Comparator.comparing(SettingsLayer::kind));
    for (int i = 0; i < sorted.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (isSame(sorted.get(i), sorted.get(j))) {
          throw new IllegalArgumentException("two layers are " + sorted.get(i).name());
        }
      }
    }
    return new LayeredSettings(List.copyOf(sorted));
  }

  private static boolean isSame(SettingsLayer one, SettingsLayer other) {
    return one.kind() == other.kind() && one.name().equals(other.name());
  }

  /**
   * Returns all layers.
   *
   * @return from the weakest to the strongest
   */
  public List<SettingsLayer> layers() {
    return layers;
  }

  /**
   * Returns one layer.
   *
   * @param kind its kind
   * @param name its name
   * @return the layer, or empty
   */
  public Optional<SettingsLayer> layer(LayerKind kind, String name) {
    return layers.stream()
        .filter(layer -> layer.kind() == kind && layer.name().equals(name))
        .findFirst();
  }

  /**
   * Returns the settings that one sees from above.
   *
   * @return for each key the value of the strongest layer that has it
   */
  public SettingsTree effective() {
    return effective;
  }

  /**
   * Returns these settings with a layer in the place of the one with its kind and name, or as the
   * strongest of its kind.
   *
   * @param layer the layer
   * @return new settings
   */
  public LayeredSettings with(SettingsLayer layer) {
    List<SettingsLayer> next = new ArrayList<>(layers);
    for (int i = 0; i < next.size(); i++) {
      if (isSame(next.get(i), layer)) {
        next.set(i, layer);
        return new LayeredSettings(List.copyOf(next));
      }
    }
    next.add(layer);
    return of(next);
  }

  /**
   * Returns these settings without all layers of some kinds.
   *
   * @param kinds the kinds
   * @return new settings
   */
  public LayeredSettings without(LayerKind... kinds) {
    List<LayerKind> gone = List.of(kinds);
    return new LayeredSettings(
        layers.stream().filter(layer -> !gone.contains(layer.kind())).toList());
  }

  /**
   * Says where the value of a key comes from.
   *
   * @param key the key of a leaf
   * @return all definitions, and the one that wins
   */
  public Explanation explain(SettingKey key) {
    List<LayerDefinition> found = new ArrayList<>();
    for (SettingsLayer layer : layers) {
      Definition definition = layer.definitions().get(key);
      if (definition != null) {
        found.add(new LayerDefinition(layer.kind(), layer.name(), definition));
      }
    }
    Collections.reverse(found);
    return new Explanation(key, effective.leaves().containsKey(key), found);
  }

  /**
   * Says where the values at and below a key come from.
   *
   * @param key the key of a leaf or a map
   * @return explanations by key, for each leaf that any layer has there
   */
  public SortedMap<SettingKey, Explanation> explainAll(SettingKey key) {
    SortedMap<SettingKey, Explanation> all = new TreeMap<>();
    for (SettingsLayer layer : layers) {
      for (SettingKey leaf : layer.definitions().keySet()) {
        if (leaf.startsWith(key)) {
          all.computeIfAbsent(leaf, this::explain);
        }
      }
    }
    return all;
  }

  /**
   * A definition and the layer that has it.
   *
   * @param kind the layer's kind
   * @param layer the layer's name
   * @param definition the definition
   */
  public record LayerDefinition(LayerKind kind, String layer, Definition definition) {}

  /**
   * Where the value of a key comes from.
   *
   * @param key the key
   * @param isSet whether the key has a value; a weaker definition may be hidden by a table or leaf
   *     of a stronger layer above or below it
   * @param definitions all definitions of the key, the strongest first
   */
  public record Explanation(SettingKey key, boolean isSet, List<LayerDefinition> definitions) {
    /** Creates an explanation. */
    public Explanation {
      Objects.requireNonNull(key, "key");
      definitions = List.copyOf(definitions);
    }

    /**
     * Returns the definition whose value counts.
     *
     * @return the strongest definition, or empty if the key has no value
     */
    public Optional<LayerDefinition> winner() {
      return isSet ? Optional.of(definitions.get(0)) : Optional.empty();
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LayeredSettings settings && layers.equals(settings.layers);
  }

  @Override
  public int hashCode() {
    return layers.hashCode();
  }

  @Override
  public String toString() {
    return layers.toString();
  }
}
