// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.bottlerocket;

import dev.gantry.settings.scalar.SingleLineString;
import dev.gantry.settings.scalar.TimeServers;
import dev.gantry.settings.schema.Setting;
import dev.gantry.settings.schema.SettingsNamespace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the host gets the time from.
 *
 * @param timeServers the time servers: addresses, or tables with an address, a directive and
 *     options, in a list or by name, or null if it is not set
 * @param options options for each time server, or null if it is not set
 * @param logging what chrony logs, or null if it is not set
 */
@SettingsNamespace(value = "ntp", doc = "Where the host gets the time from.")
public record NtpSettings(
    @Setting(
            "The time servers: addresses, or tables with an address, a directive and options, in a"
                + " list or by name.")
        @Nullable TimeServers timeServers,
    @Setting("Options for each time server.") @Nullable List<SingleLineString> options,
    @Setting("What chrony logs.") @Nullable List<SingleLineString> logging) {}
