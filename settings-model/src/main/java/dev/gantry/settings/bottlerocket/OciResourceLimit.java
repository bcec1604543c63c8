// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.bottlerocket;

import dev.gantry.settings.scalar.RLimit;
import dev.gantry.settings.schema.Setting;

/**
 * A limit of processes.
 *
 * @param hardLimit the most that a process can raise the soft limit to: a number, or unlimited
 * @param softLimit the limit: a number, or unlimited
 */
public record OciResourceLimit(
    @Setting(
            value = "The most that a process can raise the soft limit to: a number, or unlimited.",
            required = true)
        RLimit hardLimit,
    @Setting(value = "The limit: a number, or unlimited.", required = true) RLimit softLimit) {}
