// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.bottlerocket;

import dev.gantry.settings.scalar.ValidBase64;
import dev.gantry.settings.schema.Setting;
import org.jspecify.annotations.Nullable;

/**
 * A pod that the kubelet runs by itself.
 *
 * @param enabled whether the pod runs, or null if it is not set
 * @param manifest the pod's manifest, in base64, or null if it is not set
 */
public record StaticPod(
    @Setting("Whether the pod runs.") @Nullable Boolean enabled,
    @Setting("The pod's manifest, in base64.") @Nullable ValidBase64 manifest) {}
