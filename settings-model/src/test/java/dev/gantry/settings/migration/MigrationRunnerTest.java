// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.migration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.MalformedDataException;
import dev.gantry.core.StateConflictException;
import dev.gantry.core.Version;
import dev.gantry.settings.Origin;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingsTree;
import dev.gantry.settings.migration.MigrationRoutes.Direction;
import dev.gantry.settings.migration.MigrationRoutes.Leg;
import dev.gantry.settings.store.LayerId;
import dev.gantry.settings.store.PendingTransaction;
import dev.gantry.settings.store.RevisionInfo;
import dev.gantry.settings.store.SettingsEdit;
import dev.gantry.settings.store.SettingsStore;
import dev.gantry.settings.store.StoreContents;
import dev.gantry.settings.store.StoreFiles;
import dev.gantry.settings.store.StoreOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stores go up and down between versions. */
class MigrationRunnerTest {
  private static final Version OLD = Version.of(1, 19, 0);
  private static final Version NEW = Version.of(1, 20, 0);
  private static final SettingKey MOTD = SettingKey.of("motd");
  private static final SettingKey GREETING = SettingKey.of("greeting");
  private static final SettingKey MODE = SettingKey.of("kernel", "mode");
  private static final SettingKey LATER = SettingKey.of("later", "key");
  private static final Origin ORIGIN = Origin.of("test");

  private final StoreFiles files = StoreFiles.memory();

  private SettingsStore open(Version version) throws Exception {
    InstantSource noon = InstantSource.fixed(Instant.parse("2030-01-01T12:00:00Z"));
    return SettingsStore.open(
        files,
        StoreOptions.builder(version, noon)
            .known((key, value) -> version.equals(NEW) || !key.startsWith(LATER.parent()))
            .build());
  }

  private static MigrationRunner runner() throws Exception {
    return MigrationRunner.of(
        List.of(
            Migration.of("migrate_v1.20.0_greeting", Lenses.rename(MOTD, "greeting")),
            Migration.of(
                "migrate_v1.20.0_mode",
                Lenses.mapScalar(
                    MODE,
                    Map.of(
                        SettingValue.of("a"), SettingValue.of("b"),
                        SettingValue.of("c"), SettingValue.of("b"))))),
        MigrationRoutes.builder()
            .add(OLD, NEW, List.of("migrate_v1.20.0_mode.lz4", "migrate_v1.20.0_greeting.lz4"))
            .build());
  }

  private static void set(SettingsStore store, SettingKey key, String value) throws Exception {
    store.commit(
        "test",
        List.of(SettingsEdit.ofApi().set(key, SettingValue.of(value), ORIGIN)),
        OptionalLong.empty());
  }

  @Test
  void allValuesOfTheUserComeBackAfterADowngrade() throws Exception {
    SettingsStore store = open(NEW);
    set(store, GREETING, "hello");
    set(store, MODE, "b");
    set(store, LATER, "only here");
    store.edit("tx", SettingsEdit.ofApi().set(GREETING, SettingValue.of("soon"), ORIGIN));
    store.edit("tx", SettingsEdit.ofApi().unset(MODE));
    var before = store.read().layers();
    var pending = store.transaction("tx").orElseThrow().edits();

    MigrationPreview down = runner().run(open(NEW), OLD);
    assertEquals(
        List.of("greeting", "greeting", "greeting", "greeting", "mode"),
        down.changes().stream().map(change -> change.migration().name()).toList());
    SettingsStore older = open(OLD);
    assertEquals(OLD, older.read().modelVersion());
    assertEquals(Set.of(MOTD, MODE), older.layered().effective().leaves().keySet());
    assertEquals(Set.of(MOTD, MODE), older.transaction("tx").orElseThrow().keys());
    set(older, SettingKey.of("new"), "set there");

    runner().run(open(OLD), NEW);
    SettingsStore back = open(NEW);
    assertEquals(
        SettingValue.of("set there"),
        back.layered().effective().get(SettingKey.of("new")).orElseThrow());
    back.commit(
        "test", List.of(SettingsEdit.ofApi().unset(SettingKey.of("new"))), OptionalLong.empty());
    assertEquals(before.get(0).tree(), back.read().layers().get(0).tree());
    assertEquals(pending, back.transaction("tx").orElseThrow().edits());
    assertEquals(RevisionInfo.Action.MIGRATE, back.history().get(1).action());
  }

  @Test
  void aPreviewChangesNothing() throws Exception {
    SettingsStore store = open(OLD);
    set(store, MOTD, "hello");
    MigrationPreview preview = runner().preview(store.read().contents(), NEW);
    assertEquals(2, preview.changes().size());
    MigrationChange gone = preview.changes().get(1);
    assertEquals(MOTD, gone.key());
    assertEquals(SettingValue.of("hello"), gone.before());
    assertEquals(null, gone.after());
    assertTrue(gone.pendingIn().isEmpty());
    assertEquals(OLD, open(OLD).read().modelVersion());
    assertEquals(1, open(OLD).read().revision());
  }

  @Test
  void aStoreOfTheVersionIsNotTouched() throws Exception {
    SettingsStore store = open(NEW);
    assertEquals(List.of(), runner().run(store, NEW).legs());
    assertEquals(0, store.read().revision());
  }

  @Test
  void aMissingMigrationOrRouteChangesNothing() throws Exception {
    SettingsStore store = open(OLD);
    MigrationRunner none =
        MigrationRunner.of(
            List.of(),
            MigrationRoutes.builder().add(OLD, NEW, List.of("migrate_v1.20.0_x")).build());
    StateConflictException missing =
        assertThrows(StateConflictException.class, () -> none.run(store, NEW));
    assertEquals("MIGRATION_MISSING", missing.code());
    StateConflictException noRoute =
        assertThrows(StateConflictException.class, () -> none.run(store, Version.of(2, 0, 0)));
    assertEquals("NO_MIGRATION_ROUTE", noRoute.code());
    assertEquals(OLD, store.read().modelVersion());
  }

  @Test
  void aStepThatBreaksTheRulesChangesNothing() throws Exception {
    SettingsStore store = open(OLD);
    set(store, MOTD, "x");
    SettingsLens broken =
        Lenses.mapScalar(
            MOTD,
            value -> {
              throw new IllegalArgumentException("no");
            },
            java.util.Optional::of);
    MigrationRunner runner =
        MigrationRunner.of(
            List.of(Migration.of("migrate_v1.20.0_x", broken)),
            MigrationRoutes.builder().add(OLD, NEW, List.of("migrate_v1.20.0_x")).build());
    MigrationFailedException failure =
        assertThrows(MigrationFailedException.class, () -> runner.run(store, NEW));
    assertEquals("migrate_v1.20.0_x", failure.migration());
    assertEquals(1, open(OLD).read().revision());
  }

  @Test
  void routesHaveTheFewestLegsAndNoDeadEnds() throws Exception {
    Version v0 = Version.of(1, 0, 0);
    Version v1 = Version.of(1, 1, 0);
    Version v4 = Version.of(1, 4, 0);
    Version v5 = Version.of(1, 5, 0);
    MigrationRoutes routes =
        MigrationRoutes.builder()
            .add(v0, v4, List.of("migrate_v1.4.0_a"))
            .add(v0, v1, List.of("migrate_v1.1.0_b", "migrate_v1.1.0_a"))
            .add(v1, v5, List.of("migrate_v1.5.0_c"))
            .build();
    assertEquals(List.of(v1, v5), routes.route(v0, v5).stream().map(Leg::to).toList());
    List<Leg> back = routes.route(v5, v0);
    assertEquals(List.of(v1, v0), back.stream().map(Leg::to).toList());
    assertEquals(Direction.BACKWARD, back.get(1).direction());
    assertEquals(
        List.of("a", "b"), back.get(1).migrations().stream().map(MigrationName::name).toList());
    assertEquals(List.of(), routes.route(v4, v4));
    assertThrows(StateConflictException.class, () -> routes.route(v4, v5));
    assertThrows(
        IllegalArgumentException.class, () -> MigrationRoutes.builder().add(v1, v0, List.of()));
  }

  @Test
  void namesAreThoseOfManifests() throws Exception {
    MigrationName name = MigrationName.parse("migrate_v1.25.0_kubernetes-service-config.lz4");
    assertEquals(Version.of(1, 25, 0), name.version());
    assertEquals("kubernetes-service-config", name.name());
    assertEquals("migrate_v1.25.0_kubernetes-service-config.lz4", name.targetName());
    assertEquals(name, MigrationName.parse("migrate_v1.25.0_kubernetes-service-config"));
    assertEquals("a_b", MigrationName.parse("migrate_v1.25.0_a_b").name());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "migrate_",
        "migrate_v1.2_x",
        "migrate_v1.2.3",
        "migrate_v1.2.3_",
        "v1.2.3_x",
        "migrate_v1.2.3_a/b",
        "migrate_v1.2.3_a\u0000",
        "migrate_v1.2.3_a.lz4.lz4"
      })
  void otherNamesAreRefused(String text) {
    MalformedDataException failure =
        assertThrows(MalformedDataException.class, () -> MigrationName.parse(text));
    assertEquals("MIGRATION_NAME", failure.code());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anotherTransactionOfTheSameNameDoesNotFindWhatWasKept(boolean deleted) throws Exception {
    SettingsStore old = open(OLD);
    old.edit("tx", SettingsEdit.ofApi().set(MODE, SettingValue.of("c"), ORIGIN));
    runner().run(old, NEW);
    SettingsStore later = open(NEW);
    if (deleted) {
      later.delete("tx");
      later.edit("tx", SettingsEdit.ofApi().set(MODE, SettingValue.of("b"), ORIGIN));
    }
    runner().run(later, OLD);
    SettingsEdit edit =
        open(OLD).transaction("tx").orElseThrow().edits().values().iterator().next();
    SettingValue found = Objects.requireNonNull(edit.sets().get(MODE)).value();
    assertEquals(deleted ? SettingValue.of("a") : SettingValue.of("c"), found);
  }

  @Test
  void largeTransactionsAndManyOfThemTakeTimeForTheirSizeOnly() throws Exception {
    SettingsEdit large = SettingsEdit.ofApi();
    SortedMap<SettingKey, SettingValue> sets = new TreeMap<>();
    List<SettingKey> unsets = new ArrayList<>();
    List<PendingTransaction> pending = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      sets.put(SettingKey.of("a", "k" + i), SettingValue.of(i));
      unsets.add(SettingKey.of("b", "k" + i));
      SettingsEdit small = SettingsEdit.ofApi().set(MOTD, SettingValue.of("x" + i), ORIGIN);
      pending.add(new PendingTransaction("tx" + i, 0, new TreeMap<>(Map.of(LayerId.API, small))));
    }
    large = large.unset(unsets).set(SettingsTree.ofValues(sets), key -> ORIGIN);
    pending.add(new PendingTransaction("large", 0, new TreeMap<>(Map.of(LayerId.API, large))));
    StoreContents before = StoreContents.empty(OLD).withPending(pending);
    StoreContents after =
        assertTimeoutPreemptively(
            Duration.ofSeconds(20), () -> runner().preview(before, NEW).result());
    assertEquals(large, pending(after, "large").edits().get(LayerId.API));
    assertEquals(Set.of(GREETING), pending(after, "tx7").keys());
    assertEquals(before, runner().preview(after, OLD).result());
  }

  private static PendingTransaction pending(StoreContents contents, String name) {
    return Objects.requireNonNull(contents.pending().get(name));
  }

  /** Of a unit that was changed before the commit or since, what is there now counts. */
  @Test
  void whatATransactionLostComesBackAfterItsCommitUnlessItChanged() throws Exception {
    for (String since : List.of("", "b", "z")) {
      StoreFiles own = StoreFiles.memory();
      InstantSource noon = InstantSource.fixed(Instant.parse("2030-01-01T12:00:00Z"));
      SettingsStore store = SettingsStore.open(own, StoreOptions.builder(OLD, noon).build());
      set(store, MODE, "a");
      store.edit("tx", SettingsEdit.ofApi().set(MODE, SettingValue.of("c"), ORIGIN));
      store.edit("later", SettingsEdit.ofApi().set(MOTD, SettingValue.of("x"), ORIGIN));
      runner().run(store, NEW);
      SettingsStore newer = SettingsStore.open(own, StoreOptions.builder(NEW, noon).build());
      newer.commit("tx");
      assertEquals(1, newer.read().contents().committedNotes().size());
      if (!since.isEmpty()) {
        set(newer, MODE, since);
      }
      runner().run(newer, OLD);
      SettingsStore back = SettingsStore.open(own, StoreOptions.builder(OLD, noon).build());
      assertEquals(
          SettingValue.of(since.equals("z") ? "z" : "c"),
          back.layered().effective().get(MODE).orElseThrow());
      assertEquals(Set.of(MOTD), back.transaction("later").orElseThrow().keys());
      assertEquals(List.of(), back.read().contents().committedNotes());
    }
  }
}
