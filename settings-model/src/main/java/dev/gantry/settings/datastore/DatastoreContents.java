// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.datastore;

import dev.gantry.core.MalformedDataException;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingsJson;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one version of Bottlerocket's data store holds: the text of each file, by key. Keys are
 * whole, {@code settings} included; the texts are JSON scalars or lists, kept as they are written.
 *
 * <p>Immutable, compared by value, and safe for use by many threads.
 */
public final class DatastoreContents {
  private final SortedMap<SettingKey, String> live;
  private final SortedMap<SettingKey, SortedMap<String, String>> metadata;
  private final SortedMap<String, SortedMap<SettingKey, String>> pending;
  private final List<String> ignored;

  private DatastoreContents(Builder builder) {
    this.live = Collections.unmodifiableSortedMap(new TreeMap<>(builder.live));
    this.metadata = copy(builder.metadata);
    this.pending = copy(builder.pending);
    this.ignored = List.copyOf(builder.ignored);
  }

  private static <K extends Comparable<K>, L> SortedMap<K, SortedMap<L, String>> copy(
      Map<K, SortedMap<L, String>> map) {
    SortedMap<K, SortedMap<L, String>> copy = new TreeMap<>();
    map.forEach(
        (key, inner) -> copy.put(key, Collections.unmodifiableSortedMap(new TreeMap<>(inner))));
    return Collections.unmodifiableSortedMap(copy);
  }

  /**
   * Starts empty contents.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns what is committed.
   *
   * @return texts by key; cannot be changed
   */
  public SortedMap<SettingKey, String> live() {
    return live;
  }

  /**
   * Returns metadata, which are never part of transactions.
   *
   * @return texts by the key of the data and the name of the metadata; cannot be changed
   */
  public SortedMap<SettingKey, SortedMap<String, String>> metadata() {
    return metadata;
  }

  /**
   * Returns the transactions that wait for their commit.
   *
   * @return texts by the name of the transaction and key; cannot be changed
   */
  public SortedMap<String, SortedMap<SettingKey, String>> pending() {
    return pending;
  }

  /**
   * Returns files that Bottlerocket takes no notice of, or cannot read, because their names are not
   * those of keys. They are not written.
   *
   * @return paths from the directory, with slashes
   */
  public List<String> ignored() {
    return ignored;
  }

  /**
   * Reads the value of a committed key.
   *
   * @param key the key
   * @return its value, or empty if it is not there or null
   * @throws MalformedDataException {@code SETTINGS_JSON} if its text is not JSON
   */
  public Optional<SettingValue> value(SettingKey key) throws MalformedDataException {
    String text = live.get(key);
    return text == null ? Optional.empty() : SettingsJson.read(key.toString(), text);
  }

  /**
   * Starts contents like these.
   *
   * @return a builder
   */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.live.putAll(live);
    metadata.forEach((key, texts) -> builder.metadata.put(key, new TreeMap<>(texts)));
    pending.forEach((name, texts) -> builder.pending.put(name, new TreeMap<>(texts)));
    builder.ignored.addAll(ignored);
    return builder;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DatastoreContents contents
        && live.equals(contents.live)
        && metadata.equals(contents.metadata)
        && pending.equals(contents.pending);
  }

  @Override
  public int hashCode() {
    return live.hashCode() * 31 + pending.hashCode();
  }

  /** Names keys only, since texts may be secrets. */
  @Override
  public String toString() {
    return "live " + live.keySet() + ", pending " + pending.keySet();
  }

  /** Collects contents; not thread-safe. */
  public static final class Builder {
    private final SortedMap<SettingKey, String> live = new TreeMap<>();
    private final SortedMap<SettingKey, SortedMap<String, String>> metadata = new TreeMap<>();
    private final SortedMap<String, SortedMap<SettingKey, String>> pending = new TreeMap<>();
    private final List<String> ignored = new ArrayList<>();

    private Builder() {}

    private static SettingKey storable(SettingKey key) {
      if (!key.isStorable()) {
        throw new IllegalArgumentException("the data store cannot hold the key " + key);
      }
      return key;
    }

    /**
     * Adds or replaces a committed key.
     *
     * @param key the key
     * @param text its text
     * @return this
     * @throws IllegalArgumentException if the data store cannot hold the key
     */
    public Builder live(SettingKey key, String text) {
      live.put(storable(key), text);
      return this;
    }

    /**
     * Adds or replaces metadata.
     *
     * @param key the key of the data, which need not be there
     * @param name the name
     * @param text its text
     * @return this
     * @throws IllegalArgumentException if the data store cannot hold the key, or the name has other
     *     characters than ASCII letters, digits, underscores and hyphens
     */
    public Builder metadata(SettingKey key, String name, String text) {
      if (!DatastoreLayout.isMetadataName(name)) {
        throw new IllegalArgumentException("not a name of metadata: " + name);
      }
      metadata.computeIfAbsent(storable(key), k -> new TreeMap<>()).put(name, text);
      return this;
    }

    /**
     * Adds a transaction, if it is not there.
     *
     * @param transaction its name
     * @return this
     */
    public Builder pending(String transaction) {
      pending.computeIfAbsent(transaction, name -> new TreeMap<>());
      return this;
    }

    /**
     * Adds or replaces a key of a transaction.
     *
     * @param transaction name of the transaction
     * @param key the key
     * @param text its text
     * @return this
     * @throws IllegalArgumentException if the data store cannot hold the key
     */
    public Builder pending(String transaction, SettingKey key, String text) {
      pending.computeIfAbsent(transaction, name -> new TreeMap<>()).put(storable(key), text);
      return this;
    }

    Builder ignored(String path) {
      ignored.add(path);
      return this;
    }

    /**
     * Makes the contents.
     *
     * @return the contents
     */
    public DatastoreContents build() {
      return new DatastoreContents(this);
    }
  }
}
