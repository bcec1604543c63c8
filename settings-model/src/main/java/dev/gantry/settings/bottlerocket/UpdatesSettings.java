// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.bottlerocket;

import dev.gantry.settings.scalar.FriendlyVersion;
import dev.gantry.settings.scalar.Url;
import dev.gantry.settings.schema.Setting;
import dev.gantry.settings.schema.SettingsNamespace;
import org.jspecify.annotations.Nullable;

/**
 * Where updates come from and which to take.
 *
 * @param metadataBaseUrl where the metadata of the update repository is, or null if it is not set
 * @param targetsBaseUrl where the targets of the update repository are, or null if it is not set
 * @param seed place of this host in the waves of an update; a random number that stays the same, or
 *     null if it is not set
 * @param versionLock the version to update to, or latest, or null if it is not set
 * @param ignoreWaves whether to take updates at once, without waiting for this host's wave, or null
 *     if it is not set
 */
@SettingsNamespace(value = "updates", doc = "Where updates come from and which to take.")
public record UpdatesSettings(
    @Setting("Where the metadata of the update repository is.") @Nullable Url metadataBaseUrl,
    @Setting("Where the targets of the update repository are.") @Nullable Url targetsBaseUrl,
    @Setting(
            value =
                "Place of this host in the waves of an update; a random number that stays the"
                    + " same.",
            min = 0,
            max = 4294967295L)
        @Nullable Long seed,
    @Setting("The version to update to, or latest.") @Nullable FriendlyVersion versionLock,
    @Setting("Whether to take updates at once, without waiting for this host's wave.")
        @Nullable Boolean ignoreWaves) {}
