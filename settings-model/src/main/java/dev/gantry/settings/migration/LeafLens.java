// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.migration;

import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Changes the values of leaves where they are. A unit is one leaf.
 *
 * @param pattern which leaves
 * @param there gives the value after for one before, or empty if there can be none
 * @param back gives the value before for one after, or empty if there can be none
 */
record LeafLens(
    KeyPattern pattern,
    Function<SettingValue, Optional<SettingValue>> there,
    Function<SettingValue, Optional<SettingValue>> back)
    implements SettingsLens {
  @Override
  public Optional<SettingKey> unit(SettingKey key) {
    return pattern.matches(key) ? Optional.of(key) : Optional.empty();
  }

  @Override
  public SortedMap<SettingKey, SettingValue> forward(
      SettingKey unit, SortedMap<SettingKey, SettingValue> part) {
    return change(part, there);
  }

  @Override
  public SortedMap<SettingKey, SettingValue> backward(
      SettingKey unit, SortedMap<SettingKey, SettingValue> part) {
    return change(part, back);
  }

  private static SortedMap<SettingKey, SettingValue> change(
      SortedMap<SettingKey, SettingValue> part,
      Function<SettingValue, Optional<SettingValue>> change) {
    SortedMap<SettingKey, SettingValue> changed = new TreeMap<>();
    part.forEach((key, value) -> change.apply(value).ifPresent(result -> changed.put(key, result)));
    return changed;
  }
}
