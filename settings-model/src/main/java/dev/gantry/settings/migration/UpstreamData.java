// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.migration;

import dev.gantry.settings.SettingValue;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What migrations of Bottlerocket see of its data store: values by the written form of their keys,
 * {@code settings.} included, and metadata by key and name.
 *
 * @param data values by key
 * @param metadata metadata by key and name
 */
public record UpstreamData(
    SortedMap<String, SettingValue> data,
    SortedMap<String, SortedMap<String, SettingValue>> metadata) {
  /** Creates data. */
  public UpstreamData {
    data = Collections.unmodifiableSortedMap(new TreeMap<>(data));
    SortedMap<String, SortedMap<String, SettingValue>> copy = new TreeMap<>();
    metadata.forEach(
        (key, values) -> copy.put(key, Collections.unmodifiableSortedMap(new TreeMap<>(values))));
    metadata = Collections.unmodifiableSortedMap(copy);
  }

  /**
   * Returns data without metadata.
   *
   * @param data values by key
   * @return the data
   */
  public static UpstreamData of(Map<String, ? extends SettingValue> data) {
    return new UpstreamData(new TreeMap<>(data), new TreeMap<>());
  }

  UpstreamData withData(SortedMap<String, SettingValue> next) {
    return new UpstreamData(next, metadata);
  }

  UpstreamData withValue(String key, SettingValue value) {
    SortedMap<String, SettingValue> next = new TreeMap<>(data);
    next.put(key, value);
    return withData(next);
  }

  /** With metadata of a key replaced, where the key has any. */
  UpstreamData withMetadata(String key, SortedMap<String, SettingValue> values) {
    SortedMap<String, SortedMap<String, SettingValue>> next = new TreeMap<>(metadata);
    next.put(key, values);
    return new UpstreamData(data, next);
  }

  SortedMap<String, SettingValue> metadataOf(String key) {
    return metadata.getOrDefault(key, Collections.emptySortedMap());
  }
}
