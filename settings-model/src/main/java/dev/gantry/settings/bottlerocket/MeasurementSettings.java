// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.bottlerocket;

import dev.gantry.settings.scalar.MeasurementExclusion;
import dev.gantry.settings.schema.Setting;
import dev.gantry.settings.schema.SettingsNamespace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is measured into the TPM.
 *
 * @param excludedSettings settings that are left out of PCR 8, each with all that is below it, or
 *     null if it is not set
 */
@SettingsNamespace(value = "measurement", doc = "What is measured into the TPM.", since = "0.25.0")
public record MeasurementSettings(
    @Setting("Settings that are left out of PCR 8, each with all that is below it.")
        @Nullable List<MeasurementExclusion> excludedSettings) {}
