// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.bottlerocket;

import dev.gantry.settings.scalar.NvidiaDriverBranch;
import dev.gantry.settings.schema.Setting;
import org.jspecify.annotations.Nullable;

/**
 * The NVIDIA driver.
 *
 * @param branch the branch to use; by instance type if not set, or null if it is not set
 */
public record NvidiaDriver(
    @Setting("The branch to use; by instance type if not set.")
        @Nullable NvidiaDriverBranch branch) {}
