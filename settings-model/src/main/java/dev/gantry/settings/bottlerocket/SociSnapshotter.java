// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.bottlerocket;

import dev.gantry.settings.scalar.SociSnapshotterPullMode;
import dev.gantry.settings.schema.Setting;
import org.jspecify.annotations.Nullable;

/**
 * The SOCI snapshotter.
 *
 * @param pullMode how it pulls images, or null if it is not set
 * @param parallelPullUnpack how it pulls images in parallel
 */
public record SociSnapshotter(
    @Setting("How it pulls images.") @Nullable SociSnapshotterPullMode pullMode,
    @Setting("How it pulls images in parallel.") SociParallelPull parallelPullUnpack) {}
