// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.bottlerocket;

import dev.gantry.settings.schema.Setting;
import org.jspecify.annotations.Nullable;

/**
 * The driver for dynamic allocation of NVIDIA GPUs.
 *
 * @param enabled whether the driver runs; it does not if this is not set, or null if it is not set
 */
public record NvidiaDraDriver(
    @Setting("Whether the driver runs; it does not if this is not set.")
        @Nullable Boolean enabled) {}
