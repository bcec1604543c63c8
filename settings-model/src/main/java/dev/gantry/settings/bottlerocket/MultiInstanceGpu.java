// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.bottlerocket;

import dev.gantry.settings.scalar.MigProfile;
import dev.gantry.settings.scalar.NvidiaGpuModel;
import dev.gantry.settings.schema.Setting;
import java.util.Map;

/**
 * How GPUs are split into instances.
 *
 * @param profile the instances, by model of GPU
 */
public record MultiInstanceGpu(
    @Setting("The instances, by model of GPU.") Map<NvidiaGpuModel, MigProfile> profile) {}
