// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.apply;

import dev.gantry.core.CancellationToken;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingsTree;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** Finds out the value of a setting on this host, for example its name or its region's registry. */
public interface SettingGenerator {
  /**
   * Returns what the generator gives a value to.
   *
   * @return the key of a leaf or of a map; a generator does not run if anything is set there
   */
  SettingKey target();

  /**
   * Returns the settings that the generator reads. Generators of these run before it.
   *
   * @return keys of leaves or maps
   */
  Set<SettingKey> inputs();

  /**
   * Finds out the value.
   *
   * @param settings the effective settings, with what earlier generators gave
   * @param cancellation asks it to stop, for example when its time is over
   * @return the value, or empty if this host has none
   * @throws IOException if it cannot be found out; the message has no secrets
   */
  Optional<SettingValue> generate(SettingsTree settings, CancellationToken cancellation)
      throws IOException;
}
