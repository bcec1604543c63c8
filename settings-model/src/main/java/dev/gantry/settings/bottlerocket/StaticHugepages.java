// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.bottlerocket;

import dev.gantry.settings.scalar.HugepageSize;
import dev.gantry.settings.schema.Setting;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Huge pages that are set aside at boot.
 *
 * @param essential whether the boot fails if pages cannot be set aside, or null if it is not set
 * @param sizes how many pages to set aside, by their size
 */
public record StaticHugepages(
    @Setting("Whether the boot fails if pages cannot be set aside.") @Nullable Boolean essential,
    @Setting(value = "How many pages to set aside, by their size.", others = true)
        Map<HugepageSize, HugepageCount> sizes) {}
