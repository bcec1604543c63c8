// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.migration;

import dev.gantry.core.GantryException;
import dev.gantry.core.StateConflictException;
import dev.gantry.core.Version;
import dev.gantry.settings.migration.MigrationRoutes.Leg;
import dev.gantry.settings.store.RevisionInfo.Action;
import dev.gantry.settings.store.SettingsStore;
import dev.gantry.settings.store.StoreContents;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Brings stores to other versions of the model. Nothing is lost on the way back: see {@link
 * Complement}. Keys that no step cares for stay as they are, whether the model of the other version
 * knows them or not.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class MigrationRunner {
  private final SortedMap<MigrationName, Migration> migrations;
  private final MigrationRoutes routes;

  private MigrationRunner(SortedMap<MigrationName, Migration> migrations, MigrationRoutes routes) {
    this.migrations = migrations;
    this.routes = routes;
  }

  /**
   * Returns a runner.
   *
   * @param migrations the migrations that there are
   * @param routes which of them lead where
   * @return the runner
   * @throws IllegalArgumentException if two migrations have one name
   */
  public static MigrationRunner of(Collection<Migration> migrations, MigrationRoutes routes) {
    SortedMap<MigrationName, Migration> byName = new TreeMap<>();
    for (Migration migration : migrations) {
      if (byName.put(migration.name(), migration) != null) {
        throw new IllegalArgumentException("two migrations are named " + migration.name());
      }
    }
    return new MigrationRunner(byName, routes);
  }

  /**
   * Says what a migration would do, and does nothing.
   *
   * @param contents what a store holds
   * @param target the version to bring it to
   * @return the changes
   * @throws StateConflictException {@code NO_MIGRATION_ROUTE} if no route leads there; {@code
   *     MIGRATION_MISSING} if a migration of the route is not there
   * @throws MigrationFailedException if a migration breaks the rules of a step
   * @throws GantryException if the notes of the store cannot be read
   */
  public MigrationPreview preview(StoreContents contents, Version target) throws GantryException {
    List<Leg> legs = routes.route(contents.modelVersion(), target);
    for (Leg leg : legs) {
      for (MigrationName name : leg.migrations()) {
        if (!migrations.containsKey(name)) {
          throw new StateConflictException(
              "MIGRATION_MISSING",
              "migrating from " + contents.modelVersion() + " to " + target,
              name + " is not there",
              "all migrations of the route; nothing was changed");
        }
      }
    }
    ContentsRun run = new ContentsRun(contents);
    for (Leg leg : legs) {
      for (MigrationName name : leg.migrations()) {
        Migration migration = migrations.get(name);
        if (migration != null) {
          run.run(migration, leg);
        }
      }
    }
    return new MigrationPreview(legs, run.changes(), run.result(target));
  }

  /**
   * Brings a store to a version, in one commit; transactions that wait are migrated too. A store
   * that is of that version already is not touched.
   *
   * @param store the store
   * @param target the version to bring it to
   * @return what was done
   * @throws StateConflictException {@code NO_MIGRATION_ROUTE} if no route leads there; {@code
   *     MIGRATION_MISSING} if a migration of the route is not there
   * @throws MigrationFailedException if a migration breaks the rules of a step
   * @throws IOException if the store cannot be read or written
   */
  public MigrationPreview run(SettingsStore store, Version target) throws IOException {
    StoreContents now = store.read().contents();
    if (now.modelVersion().equals(target)) {
      return new MigrationPreview(List.of(), List.of(), now);
    }
    MigrationPreview[] done = new MigrationPreview[1];
    store.rewrite(
        Action.MIGRATE,
        now.modelVersion() + " to " + target,
        contents -> {
          MigrationPreview preview = preview(contents, target);
          done[0] = preview;
          return preview.result();
        });
    return done[0];
  }
}
