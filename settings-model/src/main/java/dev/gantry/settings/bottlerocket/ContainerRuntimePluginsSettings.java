// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.bottlerocket;

import dev.gantry.settings.schema.Setting;
import dev.gantry.settings.schema.SettingsNamespace;

/**
 * Plugins of containerd.
 *
 * @param sociSnapshotter the SOCI snapshotter, which pulls images faster
 */
@SettingsNamespace(
    value = "container-runtime-plugins",
    doc = "Plugins of containerd.",
    since = "0.12.0")
public record ContainerRuntimePluginsSettings(
    @Setting("The SOCI snapshotter, which pulls images faster.") SociSnapshotter sociSnapshotter) {}
