// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.apply;

import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Something on the host that must learn of changed settings.
 *
 * @param name its name
 * @param configurationFiles names of the files that it reads
 * @param restartCommands what to run so that it reads them, in order
 * @param after names of the services that are restarted before it, if they are affected too
 */
public record Service(
    String name, List<String> configurationFiles, List<String> restartCommands, Set<String> after) {
  /** Creates a service. */
  public Service {
    Objects.requireNonNull(name, "name");
    configurationFiles = List.copyOf(configurationFiles);
    restartCommands = List.copyOf(restartCommands);
    after = Set.copyOf(after);
  }
}
