// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.bottlerocket;

import dev.gantry.settings.scalar.Identifier;
import dev.gantry.settings.schema.Setting;
import dev.gantry.settings.schema.SettingsNamespace;
import java.util.Map;

/**
 * API client commands that run at boot, before bootstrap containers.
 *
 * @param commands the groups of commands; they run in the order of their names
 */
@SettingsNamespace(
    value = "bootstrap-commands",
    doc = "API client commands that run at boot, before bootstrap containers.",
    since = "0.4.0")
public record BootstrapCommandsSettings(
    @Setting(value = "The groups of commands; they run in the order of their names.", others = true)
        Map<Identifier, BootstrapCommand> commands) {}
