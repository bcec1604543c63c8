// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.migration;

import dev.gantry.core.Version;
import dev.gantry.settings.Origin;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingsLayer.Definition;
import dev.gantry.settings.migration.Complement.Entry;
import dev.gantry.settings.store.StoredLeaf;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Runs one step over the leaves of one layer. Let {@code f} be the direction that runs, and {@code
 * g} the other. A unit becomes what {@code f} makes of it, but for what the complement knows
 * better; and if {@code g} would not bring the unit back, the new complement keeps it. Hence going
 * there and back is always nothing, whatever {@code f} and {@code g} do.
 */
final class LensRun {
  private final SettingsLens lens;
  private final Version target;

  private LensRun(SettingsLens lens, Version target) {
    this.lens = lens;
    this.target = target;
  }

  /**
   * Leaves and what is kept beside them.
   *
   * @param leaves the leaves of a layer
   * @param complement what the side that they are of cannot express
   */
  record State(SortedMap<SettingKey, StoredLeaf> leaves, Complement complement) {}

  /** Runs a step forward; the version is that of the model that the leaves are of afterwards. */
  static State forward(SettingsLens lens, State state, Version target) {
    return new LensRun(lens, target).run(state);
  }

  static State backward(SettingsLens lens, State state, Version target) {
    return new LensRun(lens.reversed(), target).run(state);
  }

  private State run(State state) {
    SortedMap<SettingKey, StoredLeaf> result = new TreeMap<>();
    Map<SettingKey, SortedMap<SettingKey, StoredLeaf>> units = new TreeMap<>();
    state.complement.entries().keySet().forEach(unit -> units.put(unit, new TreeMap<>()));
    state.leaves.forEach(
        (key, leaf) ->
            lens.unit(key)
                .ifPresentOrElse(
                    unit -> units.computeIfAbsent(unit, u -> new TreeMap<>()).put(key, leaf),
                    () -> result.put(key, leaf)));
    SortedMap<SettingKey, Entry> kept = new TreeMap<>();
    units.forEach(
        (unit, leaves) -> {
          Entry known = state.complement.entries().get(unit);
          SortedMap<SettingKey, StoredLeaf> made = unit(unit, leaves, known);
          result.putAll(made);
          SortedMap<SettingKey, SettingValue> image = values(made);
          if (!back(unit, image).equals(values(leaves))) {
            kept.put(unit, new Entry(image, leaves));
          }
        });
    return new State(result, Complement.of(kept));
  }

  private SortedMap<SettingKey, StoredLeaf> unit(
      SettingKey unit, SortedMap<SettingKey, StoredLeaf> leaves, @Nullable Entry known) {
    SortedMap<SettingKey, SettingValue> part = values(leaves);
    if (known != null && known.image().equals(part)) {
      return known.original();
    }
    SortedMap<SettingKey, StoredLeaf> made = leaves(there(unit, part), leaves);
    if (known != null) {
      carryOver(made, there(unit, known.image()), known.original());
    }
    return made;
  }

  /** Where a change since did not matter, what the complement knows is better than what we made. */
  private static void carryOver(
      SortedMap<SettingKey, StoredLeaf> made,
      SortedMap<SettingKey, SettingValue> unchanged,
      SortedMap<SettingKey, StoredLeaf> original) {
    SortedSet<SettingKey> keys = new TreeSet<>(original.keySet());
    keys.addAll(unchanged.keySet());
    for (SettingKey key : keys) {
      StoredLeaf now = made.get(key);
      if (Objects.equals(now == null ? null : now.value(), unchanged.get(key))) {
        StoredLeaf then = original.get(key);
        if (then == null) {
          made.remove(key);
        } else {
          made.put(key, then);
        }
      }
    }
  }

  private SortedMap<SettingKey, SettingValue> there(
      SettingKey unit, SortedMap<SettingKey, SettingValue> part) {
    return checked(unit, lens.forward(unit, Collections.unmodifiableSortedMap(part)));
  }

  private SortedMap<SettingKey, SettingValue> back(
      SettingKey unit, SortedMap<SettingKey, SettingValue> part) {
    return checked(unit, lens.backward(unit, Collections.unmodifiableSortedMap(part)));
  }

  private SortedMap<SettingKey, SettingValue> checked(
      SettingKey unit, SortedMap<SettingKey, SettingValue> part) {
    part.forEach(
        (key, value) -> {
          if (value instanceof MapValue || !lens.unit(key).filter(unit::equals).isPresent()) {
            throw new IllegalStateException(
                "a step made " + value.kind() + " at " + key + ", which is not a leaf of " + unit);
          }
        });
    return part;
  }

  private static SortedMap<SettingKey, SettingValue> values(
      SortedMap<SettingKey, StoredLeaf> leaves) {
    SortedMap<SettingKey, SettingValue> values = new TreeMap<>();
    leaves.forEach((key, leaf) -> values.put(key, leaf.value()));
    return values;
  }

  /** Made leaves have the origins of those that they were made of. */
  private SortedMap<SettingKey, StoredLeaf> leaves(
      SortedMap<SettingKey, SettingValue> values, SortedMap<SettingKey, StoredLeaf> sources) {
    SortedMap<SettingKey, StoredLeaf> leaves = new TreeMap<>();
    values.forEach(
        (key, value) -> {
          StoredLeaf source = sources.get(key);
          if (source != null && source.value().equals(value)) {
            leaves.put(key, source);
          } else {
            Origin origin =
                source != null
                    ? source.definition().origin()
                    : sources.isEmpty()
                        ? Origin.of("migration")
                        : sources.values().iterator().next().definition().origin();
            leaves.put(key, StoredLeaf.of(new Definition(value, origin), target));
          }
        });
    return leaves;
  }
}
