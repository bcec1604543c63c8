// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.bottlerocket;

import dev.gantry.settings.scalar.Identifier;
import dev.gantry.settings.schema.Setting;
import dev.gantry.settings.schema.SettingsNamespace;
import java.util.Map;

/**
 * Containers that run beside the orchestrated ones, for people who look after the host.
 *
 * @param containers the host containers, by name
 */
@SettingsNamespace(
    value = "host-containers",
    doc = "Containers that run beside the orchestrated ones, for people who look after the host.")
public record HostContainersSettings(
    @Setting(value = "The host containers, by name.", others = true)
        Map<Identifier, HostContainer> containers) {}
