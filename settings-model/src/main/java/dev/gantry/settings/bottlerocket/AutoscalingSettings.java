// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.bottlerocket;

import dev.gantry.settings.schema.Setting;
import dev.gantry.settings.schema.SettingsNamespace;
import org.jspecify.annotations.Nullable;

/**
 * How the host behaves in an Auto Scaling group.
 *
 * @param shouldWait whether the host waits in a warm pool until it is in service, or null if it is
 *     not set
 */
@SettingsNamespace(value = "autoscaling", doc = "How the host behaves in an Auto Scaling group.")
public record AutoscalingSettings(
    @Setting("Whether the host waits in a warm pool until it is in service.")
        @Nullable Boolean shouldWait) {}
