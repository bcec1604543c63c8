// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.bottlerocket;

import dev.gantry.settings.schema.Setting;

/**
 * Huge pages.
 *
 * @param staticPages pages that are set aside at boot
 * @param transparent pages that the kernel makes as it sees fit
 */
public record Hugepages(
    @Setting(value = "Pages that are set aside at boot.", name = "static")
        StaticHugepages staticPages,
    @Setting("Pages that the kernel makes as it sees fit.") TransparentHugepages transparent) {}
