// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.core.Version;
import dev.gantry.settings.Origin;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingsTree;
import dev.gantry.settings.migration.Lenses;
import dev.gantry.settings.migration.Migration;
import dev.gantry.settings.migration.MigrationRoutes;
import dev.gantry.settings.migration.MigrationRunner;
import dev.gantry.settings.store.SettingsEdit;
import dev.gantry.settings.store.SettingsStore;
import dev.gantry.settings.store.StoreOptions;
import dev.gantry.update.manifest.MigrationEdge;
import dev.gantry.update.manifest.UpdateManifest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The migrations that a release's manifest names are run over a store of settings, and back. */
final class SettingsMigrationTest {
  private static final Version OLD = Version.parse("1.0.0");
  private static final Version NEW = Version.parse("1.1.0");
  private static final String NAME = "migrate_v1.1.0_greeting";
  private static final SettingKey MOTD = SettingKey.of("motd");
  private static final SettingKey GREETING = SettingKey.of("greeting");

  @TempDir Path dir;

  private SettingsStore open(Version version) throws IOException {
    return SettingsStore.open(
        dir,
        StoreOptions.builder(version, InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z")))
            .build());
  }

  @Test
  void theManifestLeadsThereAndBack() throws IOException {
    UpdateManifest manifest =
        UpdateManifest.builder()
            .migrations(new MigrationEdge(OLD, NEW), List.of(NAME + ".lz4"))
            .build();
    MigrationRoutes.Builder routes = MigrationRoutes.builder();
    for (Map.Entry<MigrationEdge, List<String>> edge : manifest.migrations().entrySet()) {
      routes.add(edge.getKey().from(), edge.getKey().to(), edge.getValue());
    }
    MigrationRunner runner =
        MigrationRunner.of(
            List.of(Migration.of(NAME, Lenses.rename(MOTD, "greeting"))), routes.build());
    open(OLD)
        .commit(
            "user",
            List.of(SettingsEdit.ofApi().set(MOTD, SettingValue.of("hi"), Origin.of("user"))),
            OptionalLong.empty());

    runner.run(open(NEW), NEW);
    assertEquals(
        SettingsTree.ofValues(Map.of(GREETING, SettingValue.of("hi"))),
        open(NEW).layered().effective());

    runner.run(open(OLD), OLD);
    assertEquals(
        SettingsTree.ofValues(Map.of(MOTD, SettingValue.of("hi"))),
        open(OLD).layered().effective());
  }
}
