// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.bottlerocket;

import dev.gantry.settings.scalar.ChunkSize;
import dev.gantry.settings.schema.Setting;
import org.jspecify.annotations.Nullable;

/**
 * How the SOCI snapshotter pulls images in parallel.
 *
 * @param maxConcurrentDownloads most downloads at once on the host, or null if it is not set
 * @param maxConcurrentDownloadsPerImage most downloads at once for one image, or null if it is not
 *     set
 * @param concurrentDownloadChunkSize bytes that are downloaded at once, as a number or with a unit,
 *     or unlimited, or null if it is not set
 * @param maxConcurrentUnpacks most layers that are unpacked at once on the host, or null if it is
 *     not set
 * @param maxConcurrentUnpacksPerImage most layers that are unpacked at once for one image, or null
 *     if it is not set
 * @param discardUnpackedLayers whether the packed layers are thrown away afterwards, or null if it
 *     is not set
 */
public record SociParallelPull(
    @Setting("Most downloads at once on the host.") @Nullable Long maxConcurrentDownloads,
    @Setting("Most downloads at once for one image.") @Nullable Long maxConcurrentDownloadsPerImage,
    @Setting("Bytes that are downloaded at once, as a number or with a unit, or unlimited.")
        @Nullable ChunkSize concurrentDownloadChunkSize,
    @Setting("Most layers that are unpacked at once on the host.")
        @Nullable Long maxConcurrentUnpacks,
    @Setting("Most layers that are unpacked at once for one image.")
        @Nullable Long maxConcurrentUnpacksPerImage,
    @Setting("Whether the packed layers are thrown away afterwards.")
        @Nullable Boolean discardUnpackedLayers) {}
