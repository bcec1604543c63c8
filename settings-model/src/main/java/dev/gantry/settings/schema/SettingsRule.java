// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.schema;

import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingsTree;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A rule across fields. It runs only where all single values are valid, and only if something that
 * it reads is set. Implementations are safe for use by many threads.
 */
public interface SettingsRule {
  /**
   * Returns the rule's name.
   *
   * @return a stable name in kebab case; the code of its violations
   */
  String code();

  /**
   * Says what the rule demands.
   *
   * @return one sentence for the reference
   */
  String description();

  /**
   * Returns what the rule reads.
   *
   * @return keys of leaves or maps
   */
  Set<SettingKey> reads();

  /**
   * Checks settings.
   *
   * @param context the settings, and where to report
   */
  void check(Context context);

  /** The settings that a rule checks, and where it reports. */
  interface Context {
    /**
     * Returns the settings.
     *
     * @return the effective settings
     */
    SettingsTree settings();

    /**
     * Returns one value.
     *
     * @param key its key
     * @return the value, or empty if it is not set
     */
    default Optional<SettingValue> get(SettingKey key) {
      return settings().get(key);
    }

    /**
     * Reports that the rule is broken.
     *
     * @param key the key whose value should change; its place is shown
     * @param message what is wrong, without secrets
     * @param others other keys that have to do with it; their places are shown too
     */
    void report(SettingKey key, String message, List<SettingKey> others);
  }
}
