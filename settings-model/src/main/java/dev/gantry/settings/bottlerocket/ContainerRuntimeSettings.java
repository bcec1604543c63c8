// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.bottlerocket;

import dev.gantry.settings.scalar.ByteSize;
import dev.gantry.settings.scalar.ContainerdLogLevel;
import dev.gantry.settings.scalar.Snapshotter;
import dev.gantry.settings.schema.Setting;
import dev.gantry.settings.schema.SettingsNamespace;
import org.jspecify.annotations.Nullable;

/**
 * containerd, which runs the orchestrated containers.
 *
 * @param maxContainerLogLineSize most bytes in a line of a container's log; longer ones are split,
 *     -1 for no limit, or null if it is not set
 * @param maxConcurrentDownloads most layers of an image that are downloaded at once, or null if it
 *     is not set
 * @param enableUnprivilegedPorts whether containers may bind ports below 1024 without a capability,
 *     or null if it is not set
 * @param enableUnprivilegedIcmp whether containers may send ICMP echo requests without a
 *     capability, or null if it is not set
 * @param snapshotter what unpacks images, or null if it is not set
 * @param concurrentDownloadChunkSize bytes of a layer that are downloaded at once, as a number or
 *     with a unit, or null if it is not set
 * @param maxConcurrentUnpacks most layers of an image that are unpacked at once, or null if it is
 *     not set
 * @param logLevel what containerd logs, or null if it is not set
 */
@SettingsNamespace(
    value = "container-runtime",
    doc = "containerd, which runs the orchestrated containers.")
public record ContainerRuntimeSettings(
    @Setting("Most bytes in a line of a container's log; longer ones are split, -1 for no limit.")
        @Nullable Integer maxContainerLogLineSize,
    @Setting("Most layers of an image that are downloaded at once.")
        @Nullable Integer maxConcurrentDownloads,
    @Setting("Whether containers may bind ports below 1024 without a capability.")
        @Nullable Boolean enableUnprivilegedPorts,
    @Setting("Whether containers may send ICMP echo requests without a capability.")
        @Nullable Boolean enableUnprivilegedIcmp,
    @Setting(value = "What unpacks images.", since = "0.12.0") @Nullable Snapshotter snapshotter,
    @Setting(
            value = "Bytes of a layer that are downloaded at once, as a number or with a unit.",
            aliases = "concurrent-layer-fetch-buffer",
            since = "0.14.0")
        @Nullable ByteSize concurrentDownloadChunkSize,
    @Setting(value = "Most layers of an image that are unpacked at once.", since = "0.22.0")
        @Nullable Integer maxConcurrentUnpacks,
    @Setting("What containerd logs.") @Nullable ContainerdLogLevel logLevel) {}
