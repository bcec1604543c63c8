// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.bottlerocket;

import dev.gantry.settings.scalar.OciDefaultsCapability;
import dev.gantry.settings.scalar.OciDefaultsResourceLimitType;
import dev.gantry.settings.schema.Setting;
import dev.gantry.settings.schema.SettingsNamespace;
import java.util.Map;

/**
 * What containers get if nobody says otherwise.
 *
 * @param capabilities capabilities that containers have
 * @param resourceLimits limits of processes in containers
 */
@SettingsNamespace(value = "oci-defaults", doc = "What containers get if nobody says otherwise.")
public record OciDefaultsSettings(
    @Setting("Capabilities that containers have.") Map<OciDefaultsCapability, Boolean> capabilities,
    @Setting("Limits of processes in containers.")
        Map<OciDefaultsResourceLimitType, OciResourceLimit> resourceLimits) {}
