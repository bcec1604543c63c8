// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.bottlerocket;

import dev.gantry.settings.scalar.EtcHostsEntries;
import dev.gantry.settings.scalar.SingleLineString;
import dev.gantry.settings.scalar.Url;
import dev.gantry.settings.scalar.ValidLinuxHostname;
import dev.gantry.settings.schema.Setting;
import dev.gantry.settings.schema.SettingsNamespace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The host's name, its hosts file and its proxy.
 *
 * @param hostname the host's name, or null if it is not set
 * @param hosts more entries for /etc/hosts, each an address and its names, or null if it is not set
 * @param httpsProxy the proxy for HTTP and HTTPS, or null if it is not set
 * @param noProxy what to reach without the proxy, besides the host itself, or null if it is not set
 */
@SettingsNamespace(value = "network", doc = "The host's name, its hosts file and its proxy.")
public record NetworkSettings(
    @Setting("The host's name.") @Nullable ValidLinuxHostname hostname,
    @Setting("More entries for /etc/hosts, each an address and its names.")
        @Nullable EtcHostsEntries hosts,
    @Setting("The proxy for HTTP and HTTPS.") @Nullable Url httpsProxy,
    @Setting("What to reach without the proxy, besides the host itself.")
        @Nullable List<SingleLineString> noProxy) {}
