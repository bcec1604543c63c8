// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.extension;

import java.util.List;
import java.util.Objects;

/**
 * What belongs to a service: the files that it reads, and how it learns about changes.
 *
 * @param name its name
 * @param configurationFiles names of its configuration files
 * @param restartCommands commands to run after the files are written, in order
 */
public record ServiceDefinition(
    String name, List<String> configurationFiles, List<String> restartCommands) {
  /** Creates a definition. */
  public ServiceDefinition {
    Objects.requireNonNull(name, "name");
    configurationFiles = List.copyOf(configurationFiles);
    restartCommands = List.copyOf(restartCommands);
  }
}
