// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.api;

import java.util.List;

/**
 * A service whose configuration depends on settings; one answer of {@code GET /services}.
 *
 * @param configurationFiles names of the files it reads
 * @param restartCommands commands that make it read them again, in their order
 */
public record ServiceInfo(List<String> configurationFiles, List<String> restartCommands) {
  /** Creates a service. */
  public ServiceInfo {
    configurationFiles = List.copyOf(configurationFiles);
    restartCommands = List.copyOf(restartCommands);
  }
}
