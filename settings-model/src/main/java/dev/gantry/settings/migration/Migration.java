// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.migration;

import dev.gantry.core.MalformedDataException;
import java.util.List;
import java.util.Objects;

/**
 * A named migration: steps that run in their order when a host goes to a later version, and in the
 * reverse order when it goes back.
 *
 * @param name its name
 * @param steps its steps; none for one that changes nothing
 */
public record Migration(MigrationName name, List<SettingsLens> steps) {
  /** Creates a migration. */
  public Migration {
    Objects.requireNonNull(name, "name");
    steps = List.copyOf(steps);
  }

  /**
   * Returns a migration.
   *
   * @param name its name, for example {@code migrate_v1.25.0_service-config}
   * @param steps its steps
   * @return the migration
   * @throws MalformedDataException {@code MIGRATION_NAME} if the name is not one
   */
  public static Migration of(String name, SettingsLens... steps) throws MalformedDataException {
    return new Migration(MigrationName.parse(name), List.of(steps));
  }
}
