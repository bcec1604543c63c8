// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.store;

import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingsLayer.Definition;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A leaf that two revisions do not have alike.
 *
 * @param layer the layer
 * @param key the key
 * @param before its definition in the first revision, or null if it has none
 * @param after its definition in the second revision, or null if it has none
 */
public record SettingDifference(
    LayerId layer, SettingKey key, @Nullable Definition before, @Nullable Definition after) {
  /** Creates a difference. */
  public SettingDifference {
    Objects.requireNonNull(layer, "layer");
    Objects.requireNonNull(key, "key");
  }
}
