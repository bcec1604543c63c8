// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.bottlerocket;

import dev.gantry.settings.scalar.BootstrapMode;
import dev.gantry.settings.scalar.Url;
import dev.gantry.settings.scalar.ValidBase64;
import dev.gantry.settings.schema.Secret;
import dev.gantry.settings.schema.Setting;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A container that runs at boot.
 *
 * @param source the image to run, or null if it is not set
 * @param mode when to run: at no boot, at the next one, or at each one, or null if it is not set
 * @param userData data for the container, in base64; it is written to a file that the container
 *     sees, or null if it is not set
 * @param essential whether the boot stops if the container fails, or null if it is not set
 * @param command the command to run in place of the image's own, or null if it is not set
 */
public record BootstrapContainer(
    @Setting("The image to run.") @Nullable Url source,
    @Setting("When to run: at no boot, at the next one, or at each one.")
        @Nullable BootstrapMode mode,
    @Setting("Data for the container, in base64; it is written to a file that the container sees.")
        @Nullable Secret<ValidBase64> userData,
    @Setting("Whether the boot stops if the container fails.") @Nullable Boolean essential,
    @Setting(value = "The command to run in place of the image's own.", since = "0.14.0")
        @Nullable List<String> command) {}
