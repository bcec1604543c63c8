// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.bottlerocket;

import dev.gantry.settings.schema.Setting;
import dev.gantry.settings.schema.SettingsNamespace;
import org.jspecify.annotations.Nullable;

/**
 * How containers ask for NVIDIA GPUs.
 *
 * @param visibleDevicesAsVolumeMounts whether a container may ask for devices by volume mounts, or
 *     null if it is not set
 * @param visibleDevicesEnvvarWhenUnprivileged whether an unprivileged container may ask for devices
 *     by an environment variable, or null if it is not set
 */
@SettingsNamespace(
    value = "nvidia-container-runtime",
    doc = "How containers ask for NVIDIA GPUs.",
    since = "0.3.0")
public record NvidiaContainerRuntimeSettings(
    @Setting("Whether a container may ask for devices by volume mounts.")
        @Nullable Boolean visibleDevicesAsVolumeMounts,
    @Setting("Whether an unprivileged container may ask for devices by an environment variable.")
        @Nullable Boolean visibleDevicesEnvvarWhenUnprivileged) {}
