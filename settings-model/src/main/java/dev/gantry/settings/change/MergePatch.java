// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.change;

import dev.gantry.core.MalformedDataException;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingsJson;
import dev.gantry.settings.SettingsJson.MapWithNulls;
import dev.gantry.settings.SettingsTree;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * JSON merge patches (RFC 7396): an object whose values replace, whose nulls remove, and whose
 * objects go deeper.
 */
public final class MergePatch {
  private final MapValue map;

  /** Names of nulls by the key of the map that has them; each such map is in {@link #map}. */
  private final Map<SettingKey, SortedSet<String>> nulls = new HashMap<>();

  private MergePatch(MapValue map, SortedSet<SettingKey> nulls) {
    this.map = map;
    for (SettingKey key : nulls) {
      this.nulls.computeIfAbsent(key.parent(), any -> new TreeSet<>()).add(key.lastName());
    }
  }

  /**
   * Reads a merge patch.
   *
   * @param source what the text is, for messages
   * @param text a JSON object
   * @return the patch
   * @throws MalformedDataException if the text is not a JSON object, or has null in a list, which
   *     settings cannot hold
   */
  public static MergePatch read(String source, String text) throws MalformedDataException {
    MapWithNulls patch = SettingsJson.readMapWithNulls(source, text);
    return new MergePatch(patch.map(), patch.nulls());
  }

  /**
   * Returns the patch that does what a change does. A patch cannot both remove what is below a key
   * and set something there; no change {@linkplain SettingsChange#between between} two trees does.
   *
   * @param change the change
   * @return the patch
   * @throws IllegalArgumentException if the change sets a value at or below a key that it unsets,
   *     or unsets the root
   */
  public static MergePatch of(SettingsChange change) {
    for (SettingKey key : change.set().keySet()) {
      for (SettingKey above = key; !above.isRoot(); above = above.parent()) {
        if (change.unset().contains(above)) {
          throw new IllegalArgumentException(above + " is unset, and " + key + " is set");
        }
      }
    }
    MapValue map = SettingsTree.ofValues(change.set()).toMap();
    for (SettingKey key : change.unset()) {
      if (key.isRoot()) {
        throw new IllegalArgumentException("a merge patch cannot unset the root");
      }
      map = withMapAt(map, key.parent().names());
    }
    return new MergePatch(map, change.unset());
  }

  private static MapValue withMapAt(@Nullable SettingValue around, List<String> names) {
    MapValue map = around instanceof MapValue there ? there : MapValue.EMPTY;
    if (names.isEmpty()) {
      return map;
    }
    TreeMap<String, SettingValue> entries = new TreeMap<>(map.entries());
    entries.put(names.get(0), withMapAt(entries.get(names.get(0)), names.subList(1, names.size())));
    return new MapValue(entries);
  }

  /**
   * Applies this patch.
   *
   * @param target the settings before
   * @return the settings after
   */
  public SettingsTree applyTo(SettingsTree target) {
    return SettingsTree.of(applyTo(target.toMap()));
  }

  /**
   * Applies this patch to a document, empty maps and all.
   *
   * @param target any value
   * @return the value after; always a map, since this patch is one
   */
  public MapValue applyTo(SettingValue target) {
    return apply(target, map, SettingKey.root());
  }

  private MapValue apply(@Nullable SettingValue target, MapValue changes, SettingKey at) {
    TreeMap<String, SettingValue> result =
        target instanceof MapValue before ? new TreeMap<>(before.entries()) : new TreeMap<>();
    nulls.getOrDefault(at, Collections.emptySortedSet()).forEach(result::remove);
    for (Map.Entry<String, SettingValue> entry : changes.entries().entrySet()) {
      String name = entry.getKey();
      SettingValue value = entry.getValue();
      if (value instanceof MapValue inner) {
        value = apply(result.get(name), inner, at.child(name));
      }
      result.put(name, value);
    }
    return new MapValue(result);
  }

  /**
   * Returns what this patch does to settings.
   *
   * @param target the settings before
   * @return the change
   */
  public SettingsChange toChange(SettingsTree target) {
    return SettingsChange.between(target, applyTo(target));
  }

  /**
   * Writes this patch.
   *
   * @return a JSON object on one line, sorted by name
   */
  public String toJson() {
    return write(map, SettingKey.root());
  }

  private String write(MapValue members, SettingKey at) {
    SortedMap<String, String> written = new TreeMap<>();
    members
        .entries()
        .forEach(
            (name, value) ->
                written.put(
                    name,
                    value instanceof MapValue inner
                        ? write(inner, at.child(name))
                        : SettingsJson.write(value)));
    nulls.getOrDefault(at, Collections.emptySortedSet()).forEach(name -> written.put(name, "null"));
    return written.entrySet().stream()
        .map(entry -> SettingsJson.write(SettingValue.of(entry.getKey())) + ":" + entry.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }
}
