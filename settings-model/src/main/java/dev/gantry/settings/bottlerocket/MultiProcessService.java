// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.bottlerocket;

import dev.gantry.settings.schema.Setting;
import org.jspecify.annotations.Nullable;

/**
 * How containers use a GPU at the same time.
 *
 * @param replicas how many containers share a GPU, or null if it is not set
 */
public record MultiProcessService(
    @Setting(value = "How many containers share a GPU.", min = 2) @Nullable Integer replicas) {}
