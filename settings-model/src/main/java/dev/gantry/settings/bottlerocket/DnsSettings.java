// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.bottlerocket;

import dev.gantry.settings.scalar.IpAddr;
import dev.gantry.settings.scalar.ValidLinuxHostname;
import dev.gantry.settings.schema.Setting;
import dev.gantry.settings.schema.SettingsNamespace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the host resolves names.
 *
 * @param nameServers the name servers to ask, or null if it is not set
 * @param searchList the domains to search, or null if it is not set
 */
@SettingsNamespace(value = "dns", doc = "How the host resolves names.")
public record DnsSettings(
    @Setting("The name servers to ask.") @Nullable List<IpAddr> nameServers,
    @Setting("The domains to search.") @Nullable List<ValidLinuxHostname> searchList) {}
