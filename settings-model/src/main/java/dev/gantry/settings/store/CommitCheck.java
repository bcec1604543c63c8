// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.store;

import dev.gantry.core.GantryException;
import dev.gantry.settings.LayeredSettings;
import dev.gantry.settings.SettingKey;
import java.util.Objects;
import java.util.SortedSet;

/**
 * Says whether settings may be committed; it is asked before anything is written, while the store
 * is locked. Implementations are safe for use by many threads.
 */
@FunctionalInterface
public interface CommitCheck {
  /**
   * Checks settings.
   *
   * @param candidate what the store would hold
   * @throws dev.gantry.settings.InvalidSettingsException if the settings break the model's rules
   * @throws GantryException if the commit must not happen for another reason
   */
  void check(Candidate candidate) throws GantryException;

  /**
   * Returns a check that allows all.
   *
   * @return the check
   */
  static CommitCheck none() {
    return candidate -> {};
  }

  /**
   * Settings that somebody wants to commit.
   *
   * @param before all layers, defaults too, as they are
   * @param after all layers, defaults too, as they would be
   * @param keys keys that are set or unset
   */
  record Candidate(LayeredSettings before, LayeredSettings after, SortedSet<SettingKey> keys) {
    /** Creates a candidate. */
    public Candidate {
      Objects.requireNonNull(before, "before");
      Objects.requireNonNull(after, "after");
      Objects.requireNonNull(keys, "keys");
    }
  }
}
