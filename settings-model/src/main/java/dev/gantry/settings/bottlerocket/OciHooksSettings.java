// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.bottlerocket;

import dev.gantry.settings.schema.Setting;
import dev.gantry.settings.schema.SettingsNamespace;
import org.jspecify.annotations.Nullable;

/**
 * Hooks of container runtimes.
 *
 * @param log4jHotpatchEnabled whether the hot patch for Log4j was applied to containers; it does
 *     nothing any more, or null if it is not set
 */
@SettingsNamespace(value = "oci-hooks", doc = "Hooks of container runtimes.")
public record OciHooksSettings(
    @Setting(
            value =
                "Whether the hot patch for Log4j was applied to containers; it does nothing any"
                    + " more.",
            name = "log4j-hotpatch-enabled",
            deprecated = "The hot patch is gone since Bottlerocket 1.15; leave this out.")
        @Nullable Boolean log4jHotpatchEnabled) {}
