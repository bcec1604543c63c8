// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.bottlerocket;

import dev.gantry.settings.scalar.DeviceListStrategy;
import dev.gantry.settings.scalar.NvidiaDeviceIdStrategy;
import dev.gantry.settings.scalar.NvidiaDevicePartitioningStrategy;
import dev.gantry.settings.scalar.NvidiaDeviceSharingStrategy;
import dev.gantry.settings.schema.Setting;
import org.jspecify.annotations.Nullable;

/**
 * The plugin for NVIDIA GPUs.
 *
 * @param enabled whether the plugin runs, or null if it is not set
 * @param passDeviceSpecs whether containers get the list of their device files, or null if it is
 *     not set
 * @param deviceIdStrategy what devices are known by, or null if it is not set
 * @param deviceListStrategy how containers learn about their devices: one way, or a list of ways,
 *     or null if it is not set
 * @param deviceSharingStrategy how containers share a GPU, or null if it is not set
 * @param timeSlicing how containers take turns on a GPU
 * @param mps how containers use a GPU at the same time
 * @param devicePartitioningStrategy how GPUs are split, or null if it is not set
 * @param mig how GPUs are split into instances
 */
public record NvidiaDevicePlugin(
    @Setting(value = "Whether the plugin runs.", since = "0.24.0") @Nullable Boolean enabled,
    @Setting("Whether containers get the list of their device files.")
        @Nullable Boolean passDeviceSpecs,
    @Setting("What devices are known by.") @Nullable NvidiaDeviceIdStrategy deviceIdStrategy,
    @Setting("How containers learn about their devices: one way, or a list of ways.")
        @Nullable DeviceListStrategy deviceListStrategy,
    @Setting(value = "How containers share a GPU.", since = "0.6.0")
        @Nullable NvidiaDeviceSharingStrategy deviceSharingStrategy,
    @Setting(value = "How containers take turns on a GPU.", since = "0.6.0")
        TimeSlicing timeSlicing,
    @Setting(value = "How containers use a GPU at the same time.", since = "0.20.0")
        MultiProcessService mps,
    @Setting(value = "How GPUs are split.", since = "0.8.0")
        @Nullable NvidiaDevicePartitioningStrategy devicePartitioningStrategy,
    @Setting(value = "How GPUs are split into instances.", since = "0.8.0") MultiInstanceGpu mig) {}
