// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.bottlerocket;

import dev.gantry.settings.schema.Setting;
import org.jspecify.annotations.Nullable;

/**
 * How containers take turns on a GPU.
 *
 * @param replicas how many containers share a GPU, or null if it is not set
 * @param renameByDefault whether the resource gets a name that says that it is shared, or null if
 *     it is not set
 * @param failRequestsGreaterThanOne whether a pod that asks for more than one fails, or null if it
 *     is not set
 */
public record TimeSlicing(
    @Setting(value = "How many containers share a GPU.", min = 2) @Nullable Integer replicas,
    @Setting("Whether the resource gets a name that says that it is shared.")
        @Nullable Boolean renameByDefault,
    @Setting("Whether a pod that asks for more than one fails.")
        @Nullable Boolean failRequestsGreaterThanOne) {}
