// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.apply;

import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.StringValue;
import dev.gantry.settings.SettingsTree;
import java.util.List;
import java.util.Optional;

/**
 * Says when a change takes effect only with the next boot. Implementations are safe for use by many
 * threads.
 */
@FunctionalInterface
public interface RebootRule {
  /**
   * Looks at a change.
   *
   * @param before the effective settings before
   * @param after the effective settings after
   * @return why the host must reboot, one sentence without a full stop and without values that may
   *     be secrets, or empty if it need not
   */
  Optional<String> reason(SettingsTree before, SettingsTree after);

  /**
   * Returns a rule for settings that are only read while the host boots.
   *
   * @param key key of a setting or of a map
   * @param why why a reboot is needed
   * @return the rule
   */
  static RebootRule whenChanged(SettingKey key, String why) {
    return (before, after) ->
        before.get(key).equals(after.get(key)) ? Optional.empty() : Optional.of(why);
  }

  /**
   * Returns a rule for a setting that a running host can only raise.
   *
   * @param key key of the setting
   * @param levels its values, from the lowest
   * @param why why a reboot is needed
   * @return the rule; a setting that is not set, and a value that is not in the list, are like the
   *     lowest
   */
  static RebootRule whenLowered(SettingKey key, List<String> levels, String why) {
    List<String> known = List.copyOf(levels);
    return (before, after) ->
        level(known, before.get(key)) > level(known, after.get(key))
            ? Optional.of(why)
            : Optional.empty();
  }

  private static int level(List<String> levels, Optional<SettingValue> value) {
    return value.orElse(null) instanceof StringValue text
        ? Math.max(0, levels.indexOf(text.value()))
        : 0;
  }

  /**
   * Returns the rules of Bottlerocket: the kernel's command line and boot configuration are read at
   * boot, and the kernel's lockdown can only be raised while it runs.
   *
   * @return the rules
   */
  static List<RebootRule> bottlerocket() {
    return List.of(
        whenChanged(SettingKey.of("boot"), "boot settings are read while the kernel boots"),
        whenLowered(
            SettingKey.of("kernel", "lockdown"),
            List.of("none", "integrity", "confidentiality"),
            "a running kernel cannot lower its lockdown"));
  }
}
