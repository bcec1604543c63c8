// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.bottlerocket;

import dev.gantry.settings.schema.Setting;
import dev.gantry.settings.schema.SettingsNamespace;
import org.jspecify.annotations.Nullable;

/**
 * The message of the day.
 *
 * @param motd text that is shown to whoever logs in; it is written to /etc/motd, or null if it is
 *     not set
 */
@SettingsNamespace(value = "motd", doc = "The message of the day.", inline = true)
public record MotdSettings(
    @Setting("Text that is shown to whoever logs in; it is written to /etc/motd.")
        @Nullable String motd) {}
