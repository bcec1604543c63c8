// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.migration;

import java.util.List;

/**
 * Brings migrations; found by {@link java.util.ServiceLoader}, so that a vendor can add migrations
 * of its own settings.
 */
public interface MigrationProvider {
  /**
   * Returns the migrations.
   *
   * @return migrations, each with another name
   */
  List<Migration> migrations();
}
