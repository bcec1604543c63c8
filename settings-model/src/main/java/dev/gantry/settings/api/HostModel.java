// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.api;

import dev.gantry.settings.SettingsTree;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that a host says about itself; the answer of {@code GET /}.
 *
 * @param settings the live settings
 * @param services services by name
 * @param configurationFiles files by name
 * @param os the operating system, or null if it was not asked for as a whole
 */
public record HostModel(
    SettingsTree settings,
    Map<String, ServiceInfo> services,
    Map<String, ConfigurationFileInfo> configurationFiles,
    @Nullable OsInfo os) {
  /** Creates a model. */
  public HostModel {
    Objects.requireNonNull(settings, "settings");
    services = Collections.unmodifiableSortedMap(new TreeMap<>(services));
    configurationFiles = Collections.unmodifiableSortedMap(new TreeMap<>(configurationFiles));
  }
}
