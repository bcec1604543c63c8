// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.bottlerocket;

import dev.gantry.settings.schema.Setting;
import dev.gantry.settings.schema.SettingsNamespace;

/**
 * Drivers for dynamic resource allocation on a Kubernetes node.
 *
 * @param nvidia the driver for NVIDIA GPUs
 */
@SettingsNamespace(
    value = "kubelet-dra-drivers",
    doc = "Drivers for dynamic resource allocation on a Kubernetes node.",
    since = "0.28.0")
public record KubeletDraDriversSettings(
    @Setting("The driver for NVIDIA GPUs.") NvidiaDraDriver nvidia) {}
