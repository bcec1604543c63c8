// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.bottlerocket;

import dev.gantry.settings.scalar.KubernetesDurationValue;
import dev.gantry.settings.scalar.SingleLineString;
import dev.gantry.settings.schema.Setting;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A program that gets credentials for image registries.
 *
 * @param enabled whether the program is used
 * @param imagePatterns the images that it knows credentials for
 * @param cacheDuration how long credentials are kept, or null if it is not set
 * @param environment environment variables of the program
 */
public record CredentialProvider(
    @Setting(value = "Whether the program is used.", required = true) Boolean enabled,
    @Setting(value = "The images that it knows credentials for.", required = true)
        List<SingleLineString> imagePatterns,
    @Setting("How long credentials are kept.") @Nullable KubernetesDurationValue cacheDuration,
    @Setting("Environment variables of the program.")
        Map<SingleLineString, SingleLineString> environment) {}
