// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.bottlerocket;

import dev.gantry.settings.schema.Setting;
import dev.gantry.settings.schema.SettingsNamespace;

/**
 * Plugins that offer devices of a Kubernetes node.
 *
 * @param nvidia the plugin for NVIDIA GPUs
 */
@SettingsNamespace(
    value = "kubelet-device-plugins",
    doc = "Plugins that offer devices of a Kubernetes node.",
    since = "0.5.0")
public record KubeletDevicePluginsSettings(
    @Setting("The plugin for NVIDIA GPUs.") NvidiaDevicePlugin nvidia) {}
