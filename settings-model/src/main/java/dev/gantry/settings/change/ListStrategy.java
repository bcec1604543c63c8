// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.change;

import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.ListValue;
import dev.gantry.settings.SettingValue.MapValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a list that two sides changed is merged.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class ListStrategy {
  private static final ListStrategy ATOMIC = new ListStrategy(null);
  private static final ListStrategy SET = new ListStrategy(Optional::of);

  /** Gives what an item is known by, or is null if lists are wholes. */
  private final @Nullable Function<SettingValue, Optional<SettingValue>> identity;

  private ListStrategy(@Nullable Function<SettingValue, Optional<SettingValue>> identity) {
    this.identity = identity;
  }

  /**
   * Returns the strategy for lists that are one value: two changes are a conflict.
   *
   * @return the strategy
   */
  public static ListStrategy atomic() {
    return ATOMIC;
  }

  /**
   * Returns the strategy for lists that are sets: what either side added is there once, what either
   * removed is not.
   *
   * @return the strategy
   */
  public static ListStrategy set() {
    return SET;
  }

  /**
   * Returns the strategy for lists of maps that one of their members tells apart. Items that two
   * sides changed in two ways are a conflict.
   *
   * @param member name of that member
   * @return the strategy
   */
  public static ListStrategy keyedBy(String member) {
    return new ListStrategy(
        item ->
            item instanceof MapValue map
                ? Optional.ofNullable(map.entries().get(member))
                : Optional.empty());
  }

  /**
   * Merges two lists: items in the order of the first, then the second side's new ones.
   *
   * @return the list, or empty if there is a conflict
   */
  Optional<ListValue> merge(ListValue base, ListValue ours, ListValue theirs) {
    if (identity == null) {
      return Optional.empty();
    }
    Map<SettingValue, SettingValue> before = new LinkedHashMap<>();
    Map<SettingValue, SettingValue> one = new LinkedHashMap<>();
    Map<SettingValue, SettingValue> other = new LinkedHashMap<>();
    if (!index(base, identity, before)
        || !index(ours, identity, one)
        || !index(theirs, identity, other)) {
      return Optional.empty();
    }
    Set<SettingValue> names = new LinkedHashSet<>(one.keySet());
    names.addAll(other.keySet());
    List<SettingValue> items = new ArrayList<>();
    for (SettingValue name : names) {
      SettingValue was = before.get(name);
      SettingValue our = one.get(name);
      SettingValue their = other.get(name);
      boolean weChanged = !Objects.equals(was, our);
      boolean theyChanged = !Objects.equals(was, their);
      if (weChanged && theyChanged && !Objects.equals(our, their)) {
        return Optional.empty();
      }
      SettingValue chosen = theyChanged ? their : our;
      if (chosen != null) {
        items.add(chosen);
      }
    }
    return Optional.of(new ListValue(items));
  }

  private static boolean index(
      ListValue list,
      Function<SettingValue, Optional<SettingValue>> identity,
      Map<SettingValue, SettingValue> items) {
    for (SettingValue item : list.items()) {
      Optional<SettingValue> name = identity.apply(item);
      if (name.isEmpty()) {
        return false;
      }
      SettingValue same = items.putIfAbsent(name.get(), item);
      if (same != null && !same.equals(item)) {
        return false;
      }
    }
    return true;
  }
}
