// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.migration;

import dev.gantry.core.GantryException;
import dev.gantry.core.Text;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A migration that cannot run; the store is as it was. */
public final class MigrationFailedException extends GantryException {
  @Serial private static final long serialVersionUID = 1L;

  /** The migration. */
  private final String migration;

  MigrationFailedException(String migration, String problem, @Nullable Throwable cause) {
    super("MIGRATION_FAILED", Text.clean(migration) + ": " + Text.clean(problem), cause);
    this.migration = Text.clean(migration);
  }

  /**
   * Returns the migration that cannot run.
   *
   * @return its name
   */
  public String migration() {
    return migration;
  }
}
