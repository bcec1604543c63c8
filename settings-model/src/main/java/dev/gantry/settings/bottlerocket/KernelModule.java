// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.bottlerocket;

import dev.gantry.settings.schema.Setting;
import org.jspecify.annotations.Nullable;

/**
 * A kernel module.
 *
 * @param allowed whether the module may be loaded, or null if it is not set
 * @param autoload whether the module is loaded at boot, or null if it is not set
 */
public record KernelModule(
    @Setting("Whether the module may be loaded.") @Nullable Boolean allowed,
    @Setting("Whether the module is loaded at boot.") @Nullable Boolean autoload) {}
