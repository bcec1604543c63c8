// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.bottlerocket;

import dev.gantry.settings.scalar.BootConfigKey;
import dev.gantry.settings.scalar.BootConfigValue;
import dev.gantry.settings.schema.Setting;
import dev.gantry.settings.schema.SettingsNamespace;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of the kernel and of init that take effect at boot.
 *
 * @param rebootToReconcile whether the host reboots at its first boot if the parameters are not
 *     those it booted with, or null if it is not set
 * @param kernel kernel parameters; values that belong to one name are written one after another
 * @param init parameters of init; values that belong to one name are written one after another
 */
@SettingsNamespace(
    value = "boot",
    doc = "Parameters of the kernel and of init that take effect at boot.")
public record BootSettings(
    @Setting(
            "Whether the host reboots at its first boot if the parameters are not those it booted"
                + " with.")
        @Nullable Boolean rebootToReconcile,
    @Setting(
            value =
                "Kernel parameters; values that belong to one name are written one after another.",
            aliases = "kernel-parameters")
        Map<BootConfigKey, List<BootConfigValue>> kernel,
    @Setting(
            value =
                "Parameters of init; values that belong to one name are written one after another.",
            aliases = "init-parameters")
        Map<BootConfigKey, List<BootConfigValue>> init) {}
