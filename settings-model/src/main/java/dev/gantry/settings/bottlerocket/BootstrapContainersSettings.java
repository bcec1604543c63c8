// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.bottlerocket;

import dev.gantry.settings.scalar.Identifier;
import dev.gantry.settings.schema.Setting;
import dev.gantry.settings.schema.SettingsNamespace;
import java.util.Map;

/**
 * Containers that run at boot, before the orchestrator starts.
 *
 * @param containers the bootstrap containers, by name
 */
@SettingsNamespace(
    value = "bootstrap-containers",
    doc = "Containers that run at boot, before the orchestrator starts.")
public record BootstrapContainersSettings(
    @Setting(value = "The bootstrap containers, by name.", others = true)
        Map<Identifier, BootstrapContainer> containers) {}
