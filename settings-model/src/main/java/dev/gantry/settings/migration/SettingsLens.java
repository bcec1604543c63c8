// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.migration;

import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A step of a migration, in both directions. It works on units: keys that have to do with one
 * another before and after, for example the old and the new name of a setting. Units are
 * independent of each other, and keys without a unit stay as they are.
 *
 * <p>The two directions need not be inverse functions. Where going there and back would not give
 * the same again, the {@linkplain MigrationRunner runner} keeps the original beside the settings
 * and puts it back, so that no step loses anything; see {@link Complement}.
 *
 * <p>Implementations are immutable, always give the same results, and are safe for use by many
 * threads. {@link Lenses} has the common ones.
 */
public interface SettingsLens {
  /**
   * Returns the unit that a key is in, whichever side the key is of.
   *
   * @param key the key of a leaf
   * @return a key that stands for the unit, or empty if this step does not care for the key
   */
  Optional<SettingKey> unit(SettingKey key);

  /**
   * Makes what a unit is after the migration.
   *
   * @param unit the unit
   * @param part its leaves before; may be empty, and cannot be changed
   * @return its leaves after; all keys must be in the unit
   */
  SortedMap<SettingKey, SettingValue> forward(
      SettingKey unit, SortedMap<SettingKey, SettingValue> part);

  /**
   * Makes what a unit is before the migration.
   *
   * @param unit the unit
   * @param part its leaves after; may be empty, and cannot be changed
   * @return its leaves before; all keys must be in the unit
   */
  SortedMap<SettingKey, SettingValue> backward(
      SettingKey unit, SortedMap<SettingKey, SettingValue> part);

  /**
   * Returns the key that shall be unset after the migration where one was to be unset before.
   *
   * @param key the key of a leaf or a map
   * @return another key, or the same
   */
  default SettingKey forwardUnset(SettingKey key) {
    return key;
  }

  /**
   * Returns the key that shall be unset before the migration where one was to be unset after.
   *
   * @param key the key of a leaf or a map
   * @return another key, or the same
   */
  default SettingKey backwardUnset(SettingKey key) {
    return key;
  }

  /**
   * Returns the step that goes the other way.
   *
   * @return a step whose forward direction is the backward direction of this one
   */
  default SettingsLens reversed() {
    return new ReversedLens(this);
  }
}
