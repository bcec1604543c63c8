// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.bottlerocket;

import dev.gantry.settings.scalar.KmodKey;
import dev.gantry.settings.scalar.Lockdown;
import dev.gantry.settings.scalar.SysctlKey;
import dev.gantry.settings.schema.Setting;
import dev.gantry.settings.schema.SettingsNamespace;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The running kernel.
 *
 * @param lockdown how much root may do to the running kernel; lowering it needs a reboot, or null
 *     if it is not set
 * @param modules kernel modules, by name
 * @param sysctl kernel parameters under /proc/sys, by name; values are texts, also where they look
 *     like numbers
 * @param hugepages huge pages
 * @param drivers drivers that the image brings in several versions
 */
@SettingsNamespace(value = "kernel", doc = "The running kernel.")
public record KernelSettings(
    @Setting("How much root may do to the running kernel; lowering it needs a reboot.")
        @Nullable Lockdown lockdown,
    @Setting("Kernel modules, by name.") Map<KmodKey, KernelModule> modules,
    @Setting(
            "Kernel parameters under /proc/sys, by name; values are texts, also where they look"
                + " like numbers.")
        Map<SysctlKey, String> sysctl,
    @Setting(value = "Huge pages.", since = "0.25.0") Hugepages hugepages,
    @Setting("Drivers that the image brings in several versions.") KernelDrivers drivers) {}
