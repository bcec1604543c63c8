// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.store;

import dev.gantry.core.Version;
import dev.gantry.settings.LayeredSettings;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingsLayer;
import dev.gantry.settings.SettingsLayer.Definition;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the running model sees of a store at one revision.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class StoredSettings {
  private final StoreContents contents;
  private final List<SettingsLayer> layers;
  private final List<OpaqueSetting> opaque;

  private StoredSettings(
      StoreContents contents, List<SettingsLayer> layers, List<OpaqueSetting> opaque) {
    this.contents = contents;
    this.layers = layers;
    this.opaque = opaque;
  }

  static StoredSettings of(StoreContents contents, KnownSettings known) {
    List<SettingsLayer> layers = new ArrayList<>();
    List<OpaqueSetting> opaque = new ArrayList<>();
    contents
        .layers()
        .forEach(
            (id, leaves) -> {
              NavigableMap<SettingKey, Definition> shown = new TreeMap<>();
              leaves.forEach(
                  (key, leaf) -> {
                    if (known.knows(key, leaf.value())) {
                      shown.put(key, leaf.definition());
                    }
                  });
              shown.keySet().removeIf(key -> isAbove(key, shown));
              leaves.forEach(
                  (key, leaf) -> {
                    if (!shown.containsKey(key)) {
                      opaque.add(new OpaqueSetting(id, key, leaf));
                    }
                  });
              layers.add(SettingsLayer.of(id.kind(), id.name(), shown));
            });
    return new StoredSettings(contents, List.copyOf(layers), List.copyOf(opaque));
  }

  /** Of two leaves of which one lies below the other, the deeper one is shown. */
  private static boolean isAbove(SettingKey key, NavigableMap<SettingKey, Definition> leaves) {
    SettingKey next = leaves.higherKey(key);
    return next != null && next.startsWith(key);
  }

  /**
   * Returns the number of commits that the store had.
   *
   * @return 0 or more
   */
  public long revision() {
    return contents.revision();
  }

  /**
   * Returns the version of the model that the settings are of.
   *
   * @return the version
   */
  public Version modelVersion() {
    return contents.modelVersion();
  }

  /**
   * Returns the stored layers with what the model knows.
   *
   * @return from the weakest to the strongest
   */
  public List<SettingsLayer> layers() {
    return layers;
  }

  /**
   * Returns one stored layer with what the model knows.
   *
   * @param id which layer
   * @return the layer; empty if the store has none
   */
  public SettingsLayer layer(LayerId id) {
    Optional<SettingsLayer> found =
        layers.stream()
            .filter(layer -> layer.kind() == id.kind() && layer.name().equals(id.name()))
            .findFirst();
    return found.orElseGet(() -> SettingsLayer.empty(id.kind(), id.name()));
  }

  /**
   * Returns the leaves that the model does not know.
   *
   * @return the leaves, by layer and key
   */
  public List<OpaqueSetting> opaque() {
    return opaque;
  }

  /**
   * Returns the stored layers over defaults.
   *
   * @param defaults layers that the image brings
   * @return all layers
   */
  public LayeredSettings over(List<SettingsLayer> defaults) {
    List<SettingsLayer> all = new ArrayList<>(defaults);
    all.addAll(layers);
    return LayeredSettings.of(all);
  }

  /**
   * Returns all that the store holds, known or not.
   *
   * @return the contents
   */
  public StoreContents contents() {
    return contents;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StoredSettings settings
        && contents.equals(settings.contents)
        && layers.equals(settings.layers);
  }

  @Override
  public int hashCode() {
    return contents.hashCode();
  }

  @Override
  public String toString() {
    return contents.toString();
  }
}
