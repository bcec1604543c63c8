// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.bottlerocket;

import dev.gantry.settings.scalar.SingleLineString;
import dev.gantry.settings.schema.Setting;
import dev.gantry.settings.schema.SettingsNamespace;
import org.jspecify.annotations.Nullable;

/**
 * The signal to CloudFormation after boot.
 *
 * @param shouldSignal whether to signal success or failure of the boot, or null if it is not set
 * @param stackName the stack to signal, or null if it is not set
 * @param logicalResourceId the resource of the stack to signal, or null if it is not set
 */
@SettingsNamespace(value = "cloudformation", doc = "The signal to CloudFormation after boot.")
public record CloudformationSettings(
    @Setting("Whether to signal success or failure of the boot.") @Nullable Boolean shouldSignal,
    @Setting("The stack to signal.") @Nullable SingleLineString stackName,
    @Setting("The resource of the stack to signal.")
        @Nullable SingleLineString logicalResourceId) {}
