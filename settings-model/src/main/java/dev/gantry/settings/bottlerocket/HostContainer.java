// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.bottlerocket;

import dev.gantry.settings.scalar.Url;
import dev.gantry.settings.scalar.ValidBase64;
import dev.gantry.settings.schema.Secret;
import dev.gantry.settings.schema.Setting;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A host container.
 *
 * @param source the image to run, or null if it is not set
 * @param enabled whether the container runs, or null if it is not set
 * @param superpowered whether the container has full access to the host, or null if it is not set
 * @param userData data for the container, in base64; it is written to a file that the container
 *     sees, or null if it is not set
 * @param command the command to run in place of the image's own, or null if it is not set
 */
public record HostContainer(
    @Setting("The image to run.") @Nullable Url source,
    @Setting("Whether the container runs.") @Nullable Boolean enabled,
    @Setting("Whether the container has full access to the host.") @Nullable Boolean superpowered,
    @Setting("Data for the container, in base64; it is written to a file that the container sees.")
        @Nullable Secret<ValidBase64> userData,
    @Setting(value = "The command to run in place of the image's own.", since = "0.14.0")
        @Nullable List<String> command) {}
