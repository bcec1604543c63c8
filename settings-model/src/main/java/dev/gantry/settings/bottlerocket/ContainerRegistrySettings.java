// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.bottlerocket;

import dev.gantry.settings.scalar.RegistryMirrors;
import dev.gantry.settings.schema.Setting;
import dev.gantry.settings.schema.SettingsNamespace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Mirrors and credentials of image registries.
 *
 * @param mirrors mirrors: a list of registries with their endpoints, or a table from registry to
 *     endpoints, or null if it is not set
 * @param credentials credentials, by registry, or null if it is not set
 */
@SettingsNamespace(
    value = "container-registry",
    doc = "Mirrors and credentials of image registries.")
public record ContainerRegistrySettings(
    @Setting(
            "Mirrors: a list of registries with their endpoints, or a table from registry to"
                + " endpoints.")
        @Nullable RegistryMirrors mirrors,
    @Setting(value = "Credentials, by registry.", aliases = "creds")
        @Nullable List<RegistryCredential> credentials) {}
