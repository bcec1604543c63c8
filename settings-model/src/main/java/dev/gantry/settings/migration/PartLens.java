// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.migration;

import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Changes units by two functions.
 *
 * @param units gives the unit of a key
 * @param there makes the leaves after of those before
 * @param back makes the leaves before of those after
 */
record PartLens(
    Function<SettingKey, Optional<SettingKey>> units,
    BiFunction<SettingKey, SortedMap<SettingKey, SettingValue>, SortedMap<SettingKey, SettingValue>>
        there,
    BiFunction<SettingKey, SortedMap<SettingKey, SettingValue>, SortedMap<SettingKey, SettingValue>>
        back)
    implements SettingsLens {
  @Override
  public Optional<SettingKey> unit(SettingKey key) {
    return units.apply(key);
  }

  @Override
  public SortedMap<SettingKey, SettingValue> forward(
      SettingKey unit, SortedMap<SettingKey, SettingValue> part) {
    return there.apply(unit, part);
  }

  @Override
  public SortedMap<SettingKey, SettingValue> backward(
      SettingKey unit, SortedMap<SettingKey, SettingValue> part) {
    return back.apply(unit, part);
  }
}
