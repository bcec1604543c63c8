// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.bottlerocket;

import dev.gantry.settings.scalar.TransparentHugepageDefragPolicy;
import dev.gantry.settings.scalar.TransparentHugepagePolicy;
import dev.gantry.settings.schema.Setting;
import org.jspecify.annotations.Nullable;

/**
 * Huge pages that the kernel makes as it sees fit.
 *
 * @param enabled for which memory to make them, or null if it is not set
 * @param defrag how hard to try if there is no free one, or null if it is not set
 */
public record TransparentHugepages(
    @Setting("For which memory to make them.") @Nullable TransparentHugepagePolicy enabled,
    @Setting("How hard to try if there is no free one.")
        @Nullable TransparentHugepageDefragPolicy defrag) {}
