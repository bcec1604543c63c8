// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.bottlerocket;

import dev.gantry.settings.schema.Setting;

/**
 * Drivers that the image brings in several versions.
 *
 * @param nvidia the NVIDIA driver
 */
public record KernelDrivers(@Setting("The NVIDIA driver.") NvidiaDriver nvidia) {}
