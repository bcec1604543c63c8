// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.bottlerocket;

import dev.gantry.settings.scalar.Identifier;
import dev.gantry.settings.schema.Setting;
import dev.gantry.settings.schema.SettingsNamespace;
import java.util.Map;

/**
 * Certificates that the host trusts or distrusts.
 *
 * @param bundles the bundles, by name
 */
@SettingsNamespace(value = "pki", doc = "Certificates that the host trusts or distrusts.")
public record PkiSettings(
    @Setting(value = "The bundles, by name.", others = true)
        Map<Identifier, CertificateBundle> bundles) {}
