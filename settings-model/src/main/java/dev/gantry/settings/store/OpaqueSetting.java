// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.store;

import dev.gantry.settings.SettingKey;

/**
 * A leaf that the running model does not know. It is kept as it is, and shown again by a model that
 * knows it.
 *
 * @param layer the layer that has it
 * @param key its key
 * @param leaf its value, origin and the version of the model that wrote it
 */
public record OpaqueSetting(LayerId layer, SettingKey key, StoredLeaf leaf) {}
