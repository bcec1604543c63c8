// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.bottlerocket;

import dev.gantry.settings.scalar.SingleLineString;
import dev.gantry.settings.scalar.ValidBase64;
import dev.gantry.settings.schema.Secret;
import dev.gantry.settings.schema.Setting;
import dev.gantry.settings.schema.SettingsNamespace;
import org.jspecify.annotations.Nullable;

/**
 * What programs on the host need to talk to AWS.
 *
 * @param region the region that the host runs in, or null if it is not set
 * @param config an AWS configuration file, in base64, or null if it is not set
 * @param credentials an AWS credentials file, in base64, or null if it is not set
 * @param profile the profile of these files to use, or null if it is not set
 */
@SettingsNamespace(value = "aws", doc = "What programs on the host need to talk to AWS.")
public record AwsSettings(
    @Setting("The region that the host runs in.") @Nullable SingleLineString region,
    @Setting("An AWS configuration file, in base64.") @Nullable ValidBase64 config,
    @Setting("An AWS credentials file, in base64.") @Nullable Secret<ValidBase64> credentials,
    @Setting("The profile of these files to use.") @Nullable SingleLineString profile) {}
