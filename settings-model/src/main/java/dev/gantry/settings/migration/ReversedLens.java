// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.migration;

import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import java.util.Optional;
import java.util.SortedMap;

/** A step with its directions exchanged. */
record ReversedLens(SettingsLens lens) implements SettingsLens {
  @Override
  public Optional<SettingKey> unit(SettingKey key) {
    return lens.unit(key);
  }

  @Override
  public SortedMap<SettingKey, SettingValue> forward(
      SettingKey unit, SortedMap<SettingKey, SettingValue> part) {
    return lens.backward(unit, part);
  }

  @Override
  public SortedMap<SettingKey, SettingValue> backward(
      SettingKey unit, SortedMap<SettingKey, SettingValue> part) {
    return lens.forward(unit, part);
  }

  @Override
  public SettingKey forwardUnset(SettingKey key) {
    return lens.backwardUnset(key);
  }

  @Override
  public SettingKey backwardUnset(SettingKey key) {
    return lens.forwardUnset(key);
  }

  @Override
  public SettingsLens reversed() {
    return lens;
  }
}
