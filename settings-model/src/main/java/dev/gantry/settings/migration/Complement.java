// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.migration;

import dev.gantry.core.MalformedDataException;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.ListValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingValue.StringValue;
import dev.gantry.settings.store.StoredLeaf;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one side of a step cannot express, of one layer: for each unit whose original could not be
 * worked out again, the original, and the image that it has on the other side. As long as the image
 * is as the step made it, going back gives the original; what was changed since is carried over.
 *
 * <p>Immutable, compared by value, and safe for use by many threads.
 */
public final class Complement {
  private static final Complement EMPTY = new Complement(new TreeMap<>());

  private final SortedMap<SettingKey, Entry> entries;

  private Complement(SortedMap<SettingKey, Entry> entries) {
    this.entries = Collections.unmodifiableSortedMap(entries);
  }

  /**
   * One unit.
   *
   * @param image what the step made of it
   * @param original what it was
   */
  public record Entry(
      SortedMap<SettingKey, SettingValue> image, SortedMap<SettingKey, StoredLeaf> original) {
    /** Creates an entry. */
    public Entry {
      image = Collections.unmodifiableSortedMap(new TreeMap<>(image));
      original = Collections.unmodifiableSortedMap(new TreeMap<>(original));
    }
  }

  /**
   * Returns the complement of a step that lost nothing.
   *
   * @return the empty complement
   */
  public static Complement empty() {
    return EMPTY;
  }

  /**
   * Returns a complement.
   *
   * @param entries entries by unit
   * @return the complement
   */
  public static Complement of(Map<SettingKey, Entry> entries) {
    return new Complement(new TreeMap<>(entries));
  }

  /**
   * Returns what is kept.
   *
   * @return entries by unit; cannot be changed
   */
  public SortedMap<SettingKey, Entry> entries() {
    return entries;
  }

  /**
   * Tells whether nothing is kept.
   *
   * @return whether there are no entries
   */
  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /**
   * Returns this complement as a value, for the notes of a store.
   *
   * @return a value that {@link #ofValue} reads
   */
  public SettingValue toValue() {
    List<SettingValue> list = new ArrayList<>();
    entries.forEach(
        (unit, entry) -> {
          List<SettingValue> image = new ArrayList<>();
          entry
              .image()
              .forEach(
                  (key, value) ->
                      image.add(SettingValue.map(Map.of("key", names(key), "value", value))));
          List<SettingValue> original = new ArrayList<>();
          entry
              .original()
              .forEach(
                  (key, leaf) ->
                      original.add(
                          SettingValue.map(Map.of("key", names(key), "leaf", leaf.toValue()))));
          list.add(
              SettingValue.map(
                  Map.of(
                      "unit", names(unit),
                      "image", new ListValue(image),
                      "original", new ListValue(original))));
        });
    return new ListValue(list);
  }

  private static ListValue names(SettingKey key) {
    return SettingValue.strings(key.names().toArray(new String[0]));
  }

  /**
   * Reads the form of {@link #toValue}.
   *
   * @param source where the value is from, for messages
   * @param value the value
   * @return the complement
   * @throws MalformedDataException {@code SETTINGS_COMPLEMENT} if the value is anything else
   */
  public static Complement ofValue(String source, SettingValue value)
      throws MalformedDataException {
    SortedMap<SettingKey, Entry> entries = new TreeMap<>();
    for (SettingValue each : items(source, value)) {
      SortedMap<SettingKey, SettingValue> image = new TreeMap<>();
      for (SettingValue leaf : items(source, member(source, each, "image"))) {
        image.put(key(source, leaf, "key"), member(source, leaf, "value"));
      }
      SortedMap<SettingKey, StoredLeaf> original = new TreeMap<>();
      for (SettingValue leaf : items(source, member(source, each, "original"))) {
        original.put(
            key(source, leaf, "key"), StoredLeaf.ofValue(source, member(source, leaf, "leaf")));
      }
      entries.put(key(source, each, "unit"), new Entry(image, original));
    }
    return new Complement(entries);
  }

  private static SettingKey key(String source, SettingValue map, String name)
      throws MalformedDataException {
    List<String> names = new ArrayList<>();
    for (SettingValue item : items(source, member(source, map, name))) {
      if (!(item instanceof StringValue text)) {
        throw malformed(source, item, "a name");
      }
      names.add(text.value());
    }
    return SettingKey.of(names);
  }

  private static SettingValue member(String source, SettingValue map, String name)
      throws MalformedDataException {
    SettingValue found = map instanceof MapValue members ? members.entries().get(name) : null;
    if (found == null) {
      throw malformed(source, map, "an object with " + name);
    }
    return found;
  }

  private static List<SettingValue> items(String source, SettingValue value)
      throws MalformedDataException {
    if (value instanceof ListValue list) {
      return list.items();
    }
    throw malformed(source, value, "a list");
  }

  private static MalformedDataException malformed(
      String source, SettingValue found, String expected) {
    return new MalformedDataException(
        "SETTINGS_COMPLEMENT",
        source,
        MalformedDataException.UNKNOWN_OFFSET,
        "complement",
        found.kind(),
        expected);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Complement complement && entries.equals(complement.entries);
  }

  @Override
  public int hashCode() {
    return entries.hashCode();
  }

  @Override
  public String toString() {
    return "complement of " + entries.keySet();
  }
}
