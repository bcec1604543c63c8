// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.migration;

import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.ListValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingValue.StringValue;
import dev.gantry.settings.SettingsJson;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The common steps of migrations. Where a parameter is called a pattern, the name {@code *} in it
 * stands for any one name.
 */
public final class Lenses {
  private Lenses() {}

  /**
   * Gives a setting, or a map with all that is in it, another name beside its old one.
   *
   * @param key the key before
   * @param newName the last name after
   * @return the step
   * @throws IllegalArgumentException if the names are equal
   */
  public static SettingsLens rename(SettingKey key, String newName) {
    return move(key, key.parent().child(newName));
  }

  /**
   * Moves a setting, or a map with all that is in it.
   *
   * @param from the key before
   * @param to the key after
   * @return the step
   * @throws IllegalArgumentException if the keys are equal
   */
  public static SettingsLens move(SettingKey from, SettingKey to) {
    return new MoveLens(from, to, Set.of());
  }

  /**
   * Lifts the entries of a map to the level of the map itself.
   *
   * @param map the key of the map before
   * @param fixed names beside the map that are settings of their own and no entries
   * @return the step
   */
  public static SettingsLens hoistMap(SettingKey map, Set<String> fixed) {
    return new MoveLens(map, map.parent(), fixed);
  }

  /**
   * Gives names in a map other names.
   *
   * @param map the key of the map
   * @param names names after by names before; no name may be in both roles
   * @return the steps
   * @throws IllegalArgumentException if a name is in both roles or comes twice
   */
  public static List<SettingsLens> renameNames(SettingKey map, Map<String, String> names) {
    List<SettingsLens> steps = new ArrayList<>();
    SortedMap<String, String> sorted = new TreeMap<>(names);
    Set<String> after = Set.copyOf(sorted.values());
    if (after.size() != sorted.size() || !Collections.disjoint(after, sorted.keySet())) {
      throw new IllegalArgumentException("names overlap: " + sorted);
    }
    sorted.forEach((before, name) -> steps.add(rename(map.child(before), name)));
    return List.copyOf(steps);
  }

  /**
   * Removes settings; going back brings them again.
   *
   * @param pattern pattern of keys of leaves or maps
   * @return the step
   */
  public static SettingsLens removeField(SettingKey pattern) {
    KeyPattern keys = new KeyPattern(pattern);
    return new PartLens(
        key -> keys.startOf(key).map(start -> key),
        (unit, part) -> Collections.emptySortedMap(),
        (unit, part) -> part);
  }

  /**
   * Adds a field with a value to each object that has something in it and lacks the field. A
   * setting that merely has a new default needs no step.
   *
   * @param objects pattern of the keys of the objects
   * @param name the field
   * @param value its value where it is missing
   * @return the step
   */
  public static SettingsLens addField(SettingKey objects, String name, SettingValue value) {
    KeyPattern keys = new KeyPattern(objects);
    return new PartLens(
        key -> key.depth() > objects.depth() ? keys.startOf(key) : Optional.empty(),
        (unit, part) -> {
          SettingKey field = unit.child(name);
          if (part.isEmpty() || part.keySet().stream().anyMatch(key -> key.startsWith(field))) {
            return part;
          }
          SortedMap<SettingKey, SettingValue> all = new TreeMap<>(part);
          all.put(field, value);
          return all;
        },
        (unit, part) -> {
          SettingKey field = unit.child(name);
          SortedMap<SettingKey, SettingValue> rest = new TreeMap<>(part);
          rest.keySet().removeIf(key -> key.startsWith(field));
          return rest;
        });
  }

  /**
   * Replaces values by others; values that are not in the table stay. Where several values before
   * have one after, a value that did not come from one of them goes back to the one whose JSON text
   * comes first, whatever the order of the table.
   *
   * @param pattern pattern of the keys of leaves
   * @param table values after by values before
   * @return the step
   */
  public static SettingsLens mapScalar(SettingKey pattern, Map<SettingValue, SettingValue> table) {
    Map<SettingValue, SettingValue> there = Map.copyOf(table);
    Map<SettingValue, SettingValue> back = new HashMap<>();
    there.entrySet().stream()
        .sorted(Comparator.comparing(entry -> SettingsJson.write(entry.getKey())))
        .forEach(entry -> back.putIfAbsent(entry.getValue(), entry.getKey()));
    return new LeafLens(
        new KeyPattern(pattern),
        value -> Optional.of(there.getOrDefault(value, value)),
        value -> Optional.of(back.getOrDefault(value, value)));
  }

  /**
   * Changes values by functions. Where a function gives no value, the other side does not have the
   * setting.
   *
   * @param pattern pattern of the keys of leaves
   * @param forward gives the value after
   * @param backward gives the value before
   * @return the step
   */
  public static SettingsLens mapScalar(
      SettingKey pattern,
      Function<SettingValue, Optional<SettingValue>> forward,
      Function<SettingValue, Optional<SettingValue>> backward) {
    return new LeafLens(new KeyPattern(pattern), forward, backward);
  }

  /**
   * Changes all that is below a key by functions that are each other's inverse.
   *
   * @param key the key
   * @param forward gives the leaves after, with whole keys
   * @param backward gives the leaves before, with whole keys
   * @return the step
   */
  public static SettingsLens iso(
      SettingKey key,
      UnaryOperator<SortedMap<SettingKey, SettingValue>> forward,
      UnaryOperator<SortedMap<SettingKey, SettingValue>> backward) {
    return new PartLens(
        each -> each.startsWith(key) ? Optional.of(key) : Optional.empty(),
        (unit, part) -> forward.apply(part),
        (unit, part) -> backward.apply(part));
  }

  /**
   * Makes lists of single values; what is a list already stays. The other way takes the first item,
   * unless that is an object.
   *
   * @param pattern pattern of the keys of leaves
   * @return the step
   */
  public static SettingsLens wrapList(SettingKey pattern) {
    return new LeafLens(
        new KeyPattern(pattern),
        value -> Optional.of(value instanceof ListValue ? value : SettingValue.list(value)),
        Lenses::firstItem);
  }

  /** An object cannot be a leaf, so a list of objects stays as it is. */
  private static Optional<SettingValue> firstItem(SettingValue value) {
    if (!(value instanceof ListValue list)) {
      return Optional.of(value);
    }
    Optional<SettingValue> first = list.items().stream().findFirst();
    return first.filter(MapValue.class::isInstance).isPresent() ? Optional.of(value) : first;
  }

  /**
   * Makes single values of lists, of each its first item.
   *
   * @param pattern pattern of the keys of leaves
   * @return the step
   */
  public static SettingsLens unwrapList(SettingKey pattern) {
    return wrapList(pattern).reversed();
  }

  /**
   * Splits a text at the first separator into two settings.
   *
   * @param whole the key of the text
   * @param separator what stands between the parts
   * @param first the key of what is before it; all, if there is no separator
   * @param second the key of what is behind it
   * @return the step
   */
  public static SettingsLens split(
      SettingKey whole, String separator, SettingKey first, SettingKey second) {
    Set<SettingKey> keys = Set.of(whole, first, second);
    return new PartLens(
        key -> keys.contains(key) ? Optional.of(whole) : Optional.empty(),
        (unit, part) -> split(part, whole, separator, first, second),
        (unit, part) -> join(part, whole, separator, first, second));
  }

  /**
   * Joins two settings to one text.
   *
   * @param first the key of what comes before the separator
   * @param second the key of what comes behind it
   * @param separator what stands between the parts
   * @param whole the key of the text
   * @return the step
   */
  public static SettingsLens join(
      SettingKey first, SettingKey second, String separator, SettingKey whole) {
    return split(whole, separator, first, second).reversed();
  }

  private static SortedMap<SettingKey, SettingValue> split(
      SortedMap<SettingKey, SettingValue> part,
      SettingKey whole,
      String separator,
      SettingKey first,
      SettingKey second) {
    if (!(part.get(whole) instanceof StringValue text)) {
      return part;
    }
    SortedMap<SettingKey, SettingValue> parts = new TreeMap<>();
    int at = text.value().indexOf(separator);
    if (at < 0) {
      parts.put(first, text);
    } else {
      parts.put(first, SettingValue.of(text.value().substring(0, at)));
      parts.put(second, SettingValue.of(text.value().substring(at + separator.length())));
    }
    return parts;
  }

  private static SortedMap<SettingKey, SettingValue> join(
      SortedMap<SettingKey, SettingValue> part,
      SettingKey whole,
      String separator,
      SettingKey first,
      SettingKey second) {
    if (!(part.get(first) instanceof StringValue start)) {
      return part;
    }
    SortedMap<SettingKey, SettingValue> joined = new TreeMap<>();
    joined.put(
        whole,
        part.get(second) instanceof StringValue end
            ? SettingValue.of(start.value() + separator + end.value())
            : start);
    return joined;
  }

  /**
   * Gives a member of the objects in a list another name.
   *
   * @param pattern pattern of the keys of lists
   * @param before the name before
   * @param after the name after
   * @return the step
   */
  public static SettingsLens renameInList(SettingKey pattern, String before, String after) {
    return new LeafLens(
        new KeyPattern(pattern),
        value -> Optional.of(renamed(value, before, after)),
        value -> Optional.of(renamed(value, after, before)));
  }

  private static SettingValue renamed(SettingValue value, String before, String after) {
    if (!(value instanceof ListValue list)) {
      return value;
    }
    List<SettingValue> items = new ArrayList<>();
    for (SettingValue item : list.items()) {
      if (item instanceof MapValue map && map.entries().containsKey(before)) {
        TreeMap<String, SettingValue> entries = new TreeMap<>(map.entries());
        entries.put(after, entries.remove(before));
        items.add(new MapValue(entries));
      } else {
        items.add(item);
      }
    }
    return new ListValue(items);
  }
}
