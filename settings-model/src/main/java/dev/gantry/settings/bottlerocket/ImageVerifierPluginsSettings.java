// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.bottlerocket;

import dev.gantry.settings.scalar.Identifier;
import dev.gantry.settings.schema.Setting;
import dev.gantry.settings.schema.SettingsNamespace;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Plugins that decide whether an image may run.
 *
 * @param enabled whether images are verified, or null if it is not set
 * @param plugins the plugins, by name
 */
@SettingsNamespace(
    value = "image-verifier-plugins",
    doc = "Plugins that decide whether an image may run.",
    since = "0.17.0")
public record ImageVerifierPluginsSettings(
    @Setting("Whether images are verified.") @Nullable Boolean enabled,
    @Setting(value = "The plugins, by name.", others = true)
        Map<Identifier, ImageVerifierPlugin> plugins) {}
