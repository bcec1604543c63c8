// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.bottlerocket;

import dev.gantry.settings.scalar.Url;
import dev.gantry.settings.schema.Setting;
import dev.gantry.settings.schema.SettingsNamespace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Anonymous reports about the health of the host.
 *
 * @param metricsUrl where reports go, or null if it is not set
 * @param sendMetrics whether reports are sent, or null if it is not set
 * @param serviceChecks the services whose health is reported, or null if it is not set
 */
@SettingsNamespace(value = "metrics", doc = "Anonymous reports about the health of the host.")
public record MetricsSettings(
    @Setting("Where reports go.") @Nullable Url metricsUrl,
    @Setting("Whether reports are sent.") @Nullable Boolean sendMetrics,
    @Setting("The services whose health is reported.") @Nullable List<String> serviceChecks) {}
