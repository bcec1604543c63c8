// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.store;

import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.schema.SettingsModel;

/**
 * Tells which leaves of a store the running model knows. What it does not know stays in the store
 * unseen. Implementations are safe for use by many threads and always answer the same.
 */
@FunctionalInterface
public interface KnownSettings {
  /**
   * Tells whether the model knows a leaf.
   *
   * @param key its key
   * @param value its value
   * @return whether it may be shown
   */
  boolean knows(SettingKey key, SettingValue value);

  /**
   * Returns one that knows everything.
   *
   * @return true for all leaves
   */
  static KnownSettings all() {
    return (key, value) -> true;
  }

  /**
   * Returns one that knows the places of a model, whatever their values.
   *
   * @param model the model
   * @return true for all leaves whose keys the model has
   */
  static KnownSettings of(SettingsModel model) {
    return (key, value) -> model.place(key).isPresent();
  }
}
