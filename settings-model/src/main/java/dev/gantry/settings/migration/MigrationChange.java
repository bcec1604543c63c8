// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.migration;

import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.store.LayerId;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A leaf that a migration changes.
 *
 * @param migration the migration
 * @param transaction name of the pending transaction that has the leaf, or null if it is committed
 * @param layer the layer
 * @param key the key
 * @param before its value before, or null if it was not there
 * @param after its value after, or null if it is not there
 */
public record MigrationChange(
    MigrationName migration,
    @Nullable String transaction,
    LayerId layer,
    SettingKey key,
    @Nullable SettingValue before,
    @Nullable SettingValue after) {
  /** Creates a change. */
  public MigrationChange {
    Objects.requireNonNull(migration, "migration");
    Objects.requireNonNull(layer, "layer");
    Objects.requireNonNull(key, "key");
  }

  /**
   * Returns the transaction that has the leaf.
   *
   * @return its name, or empty if the leaf is committed
   */
  public Optional<String> pendingIn() {
    return Optional.ofNullable(transaction);
  }
}
