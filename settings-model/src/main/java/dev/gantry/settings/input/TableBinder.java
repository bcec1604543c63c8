// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.input;

import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.Violation;
import dev.gantry.settings.input.DocumentNode.Entry;
import dev.gantry.settings.input.DocumentNode.NullNode;
import dev.gantry.settings.input.DocumentNode.TableNode;
import dev.gantry.settings.input.ValueBinder.Place;
import dev.gantry.settings.internal.document.Suggestions;
import dev.gantry.settings.schema.Field;
import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.SettingType;
import dev.gantry.settings.schema.SettingType.MapType;
import dev.gantry.settings.schema.SettingType.ObjectType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Checks tables against objects and maps. */
final class TableBinder {
  private final Found found;
  private final Profile profile;
  private final ValueBinder values;
  private final MovedKeys moved;

  TableBinder(Found found, Profile profile, ValueBinder values, MovedKeys moved) {
    this.found = found;
    this.profile = profile;
    this.values = values;
    this.moved = moved;
  }

  /** Checks a table; in a list, one that has something wrong in it is null as a whole. */
  @Nullable SettingValue bind(SettingType type, TableNode table, Place place) {
    if (!place.inLeaf() && !place.repeated()) {
      found.span(place.key(), place.named());
    }
    return type instanceof MapType map
        ? map(map, table, place)
        : object((ObjectType) type, table, place);
  }

  private @Nullable SettingValue map(MapType type, TableNode table, Place place) {
    TreeMap<String, SettingValue> all = new TreeMap<>();
    boolean good = true;
    for (Entry entry : table.entries()) {
      good &= mapEntry(type, entry, place, all);
    }
    return good || !place.inLeaf() ? new MapValue(all) : null;
  }

  private boolean mapEntry(MapType type, Entry entry, Place place, Map<String, SettingValue> all) {
    Place inner = place.inside(entry.name(), entry.nameSpan(), false, entry.repeated());
    Optional<String> problem = type.key().problem(entry.name(), profile);
    problem.ifPresent(
        message ->
            found.add(
                Violation.of(
                        ViolationCodes.INVALID_NAME,
                        inner.key(),
                        "the name is not a " + type.key().name() + ": " + message)
                    .at(entry.nameSpan())));
    if (problem.isPresent()) {
      values.check(type.value(), entry.value(), inner.again());
      return false;
    }
    return put(type.value(), entry, entry.name(), inner, all);
  }

  private boolean put(
      SettingType type, Entry entry, String name, Place inner, Map<String, SettingValue> all) {
    if (entry.value() instanceof NullNode && found.isPatch() && !inner.inLeaf()) {
      found.unset(inner.key());
      return true;
    }
    SettingValue value = values.bind(type, entry.value(), inner);
    if (value != null && !entry.repeated()) {
      all.put(name, value);
    }
    return value != null;
  }

  private @Nullable SettingValue object(ObjectType type, TableNode table, Place place) {
    TreeMap<String, SettingValue> all = new TreeMap<>();
    Map<String, Entry> seen = new HashMap<>();
    Set<String> meant = new HashSet<>();
    boolean good = true;
    for (Entry entry : table.entries()) {
      Field field = type.field(entry.name()).orElse(null);
      if (field == null) {
        good &= other(type, entry, place, all, meant);
        continue;
      }
      Place inner = place.inside(field.name(), entry.nameSpan(), field.secret(), entry.repeated());
      Entry first = entry.repeated() ? null : seen.putIfAbsent(field.name(), entry);
      if (first != null) {
        found.add(
            Violation.of(
                    ViolationCodes.DUPLICATE_KEY,
                    inner.key(),
                    "the key is defined already, under another of its names")
                .at(entry.nameSpan())
                .withRelated(first.nameSpan(), "defined here first"));
        values.check(field.type(), entry.value(), inner.again());
        good = false;
        continue;
      }
      good &= put(field.type(), entry, field.name(), inner, all);
    }
    good &= hasRequired(type, seen, meant, place);
    return good || !place.inLeaf() ? new MapValue(all) : null;
  }

  private boolean other(
      ObjectType type, Entry entry, Place place, Map<String, SettingValue> all, Set<String> meant) {
    MapType others = type.others();
    if (others != null && others.key().problem(entry.name(), profile).isEmpty()) {
      return mapEntry(others, entry, place, all);
    }
    SettingKey key = place.key().child(entry.name());
    if (others == null && found.isFull()) {
      found.addUnknown(key, entry, Optional.empty());
      return false;
    }
    Optional<String> beside = nearest(type, entry.name());
    if (others != null && beside.isEmpty()) {
      return mapEntry(others, entry, place, all);
    }
    beside.ifPresent(meant::add);
    found.addUnknown(key, entry, beside.map(place.key()::child).or(() -> moved.find(entry.name())));
    return false;
  }

  private static Optional<String> nearest(ObjectType type, String name) {
    Set<String> names = new HashSet<>(type.fields().keySet());
    type.fields().values().forEach(field -> names.addAll(field.aliases()));
    return Suggestions.nearest(name, names.stream().sorted().toList())
        .flatMap(type::field)
        .map(Field::name);
  }

  private boolean hasRequired(
      ObjectType type, Map<String, Entry> seen, Set<String> meant, Place place) {
    if (place.repeated() || !found.knowsAllOf(place.key())) {
      return true;
    }
    boolean good = true;
    for (Field field : type.fields().values()) {
      if (field.required() && !seen.containsKey(field.name()) && !meant.contains(field.name())) {
        SettingKey key = place.inLeaf() ? place.key() : place.key().child(field.name());
        found.add(
            Violation.of(ViolationCodes.MISSING_KEY, key, "the table lacks " + field.name())
                .at(place.named()));
        good = false;
      }
    }
    return good;
  }
}
