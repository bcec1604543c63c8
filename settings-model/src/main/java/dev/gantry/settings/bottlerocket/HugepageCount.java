// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.bottlerocket;

import dev.gantry.settings.scalar.HugepageAllocation;
import dev.gantry.settings.schema.Setting;
import org.jspecify.annotations.Nullable;

/**
 * How many huge pages of one size to set aside.
 *
 * @param count A number, or numbers by NUMA node, or null if it is not set
 */
public record HugepageCount(
    @Setting("A number, or numbers by NUMA node.") @Nullable HugepageAllocation count) {}
