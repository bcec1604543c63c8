// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.migration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Version;
import dev.gantry.settings.LayerKind;
import dev.gantry.settings.Origin;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.ListValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingValue.StringValue;
import dev.gantry.settings.SettingsJson;
import dev.gantry.settings.SettingsLayer;
import dev.gantry.settings.SettingsTree;
import dev.gantry.settings.migration.UpstreamMigration.ReplaceStringMigration;
import dev.gantry.settings.store.LayerId;
import dev.gantry.settings.store.SettingsEdit;
import dev.gantry.settings.store.SettingsStore;
import dev.gantry.settings.store.StoreFiles;
import dev.gantry.settings.store.StoreOptions;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * All migrations of Bottlerocket that only rewrite defaults, as what they are: defaults that change
 * with the image. No migration runs, and what users set stays.
 */
class UpstreamDefaultsTest {
  private static final InstantSource NOON =
      InstantSource.fixed(Instant.parse("2030-01-01T12:00:00Z"));

  /** A default that changed. */
  private record Change(String kind, SettingKey key, SettingValue before, SettingValue after) {
    boolean isGenerated() {
      return kind.equals("template") || kind.equals("generator");
    }
  }

  private static String text(MapValue map, String name) {
    return ((StringValue) Objects.requireNonNull(map.entries().get(name))).value();
  }

  /** Changes by version, in the order of the file; and how many migrations there are. */
  private static NavigableMap<Version, List<List<Change>>> read() throws Exception {
    NavigableMap<Version, List<List<Change>>> all = new TreeMap<>();
    try (InputStream in =
        Objects.requireNonNull(
            UpstreamDefaultsTest.class.getResourceAsStream("/upstream-migrations/defaults.json"))) {
      String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      ListValue migrations = (ListValue) SettingsJson.read("defaults", json).orElseThrow();
      for (SettingValue each : migrations.items()) {
        MapValue migration = (MapValue) each;
        String version = text(migration, "version");
        List<Change> changes = new ArrayList<>();
        ListValue list = (ListValue) Objects.requireNonNull(migration.entries().get("changes"));
        for (SettingValue item : list.items()) {
          MapValue change = (MapValue) item;
          // Metadata are data of the image as services are: keys of their own here.
          SettingKey key = SettingKey.parse(text(change, "setting"));
          if (change.entries().containsKey("metadata")) {
            key = SettingKey.of("metadata").resolve(key).child(text(change, "metadata"));
          }
          changes.add(
              new Change(
                  text(change, "kind"),
                  key,
                  Objects.requireNonNull(change.entries().get("old")),
                  Objects.requireNonNull(change.entries().get("new"))));
        }
        Version parsed =
            Version.parse(
                version.chars().filter(c -> c == '.').count() == 1 ? version + ".0" : version);
        all.computeIfAbsent(parsed, v -> new ArrayList<>()).add(changes);
      }
    }
    return all;
  }

  /** A host and the defaults of its image. */
  private static final class Host {
    private final StoreFiles files = StoreFiles.memory();
    private final MigrationRunner runner;
    private SettingsTree defaults = SettingsTree.empty();
    private SettingsTree generated = SettingsTree.empty();
    private Version version = Version.of(0, 0, 0);

    Host(Iterable<Version> versions) throws Exception {
      MigrationRoutes.Builder routes = MigrationRoutes.builder();
      Version last = version;
      for (Version each : versions) {
        routes.add(last, each, List.of());
        last = each;
      }
      runner = MigrationRunner.of(List.of(), routes.build());
    }

    SettingsStore open() throws Exception {
      return SettingsStore.open(
          files,
          StoreOptions.builder(version, NOON)
              .defaults(
                  List.of(
                      SettingsLayer.of(
                          LayerKind.VARIANT_DEFAULT, "image", defaults, Origin.of("image"))))
              .build());
    }

    /** Boots another image: its defaults are its own, and its generators run again. */
    void boot(Version next, SettingsTree nextDefaults, SettingsTree nextGenerated)
        throws Exception {
      assertEquals(List.of(), runner.run(open(), next).changes());
      version = next;
      defaults = nextDefaults;
      generated = nextGenerated;
      open()
          .commit(
              "generators",
              List.of(
                  SettingsEdit.replacing(
                      LayerId.GENERATED, generated, key -> Origin.of("generator"))),
              OptionalLong.empty());
    }

    SettingValue effective(SettingKey key) throws Exception {
      return open().layered().effective().get(key).orElseThrow();
    }
  }

  /** Without what is at, above or below the key: the kinds of changes mix freely in one life. */
  private static SettingsTree clear(SettingsTree tree, Change change) {
    return tree.with(change.key, change.before).without(change.key);
  }

  @Test
  void allAreDefaultsThatChangeWithTheImage() throws Exception {
    NavigableMap<Version, List<List<Change>>> all = read();
    int migrations = 0;
    int changes = 0;
    Host host = new Host(all.keySet());
    for (Map.Entry<Version, List<List<Change>>> release : all.entrySet()) {
      Version old = host.version;
      SettingsTree allDefaults = host.defaults;
      SettingsTree allGenerated = host.generated;
      for (List<Change> migration : release.getValue()) {
        migrations++;
        for (Change change : migration) {
          changes++;
          SettingsTree before = SettingsTree.empty().with(change.key, change.before);
          SettingsTree after = SettingsTree.empty().with(change.key, change.after);
          boolean generated = change.isGenerated();
          SettingsTree defaultsBefore = clear(allDefaults, change);
          SettingsTree generatedBefore = clear(allGenerated, change);
          host.boot(
              old,
              generated ? defaultsBefore : defaultsBefore.overlaidWith(before),
              generated ? generatedBefore.overlaidWith(before) : generatedBefore);
          assertEquals(change.before, host.effective(change.key));
          host.boot(
              release.getKey(),
              generated ? defaultsBefore : defaultsBefore.overlaidWith(after),
              generated ? generatedBefore.overlaidWith(after) : generatedBefore);
          assertEquals(change.after, host.effective(change.key));
          assertTrue(host.open().read().layer(LayerId.API).definitions().isEmpty());
        }
      }
    }
    System.out.println(migrations + " migrations, " + changes + " changes, no migration ran");
    assertEquals(137, migrations);
    assertEquals(157, changes);
  }

  @Test
  void whatUsersSetStaysOnTheWayUpAndDown() throws Exception {
    NavigableMap<Version, List<List<Change>>> all = read();
    int cases = 0;
    for (Map.Entry<Version, List<List<Change>>> release : all.entrySet()) {
      for (List<Change> migration : release.getValue()) {
        for (Change change : migration) {
          for (SettingValue mine :
              List.of(change.before, change.after, SettingValue.of("the user's"))) {
            cases++;
            Host host = new Host(List.of(release.getKey()));
            Version old = host.version;
            SettingsTree before = SettingsTree.empty().with(change.key, change.before);
            SettingsTree after = SettingsTree.empty().with(change.key, change.after);
            host.boot(old, before, before);
            host.open()
                .commit(
                    "user",
                    List.of(SettingsEdit.ofApi().set(change.key, mine, Origin.of("user"))),
                    OptionalLong.empty());
            for (int i = 0; i < 2; i++) {
              host.boot(release.getKey(), after, after);
              assertEquals(mine, host.effective(change.key));
              host.boot(old, before, before);
              assertEquals(mine, host.effective(change.key));
            }
          }
        }
      }
    }
    assertEquals(3 * 157, cases);
  }

  @Test
  void theKindsOfBottlerocketOverwriteUsersWhoChoseADefault() throws Exception {
    int overwritten = 0;
    for (List<List<Change>> release : read().values()) {
      for (List<Change> migration : release) {
        for (Change change : migration) {
          if (change.before instanceof StringValue before
              && change.after instanceof StringValue after) {
            String key = change.key.toString();
            var shim = new ReplaceStringMigration(key, before.value(), after.value());
            UpstreamData users = UpstreamData.of(Map.of(key, before));
            assertNotEquals(users, shim.forward(users));
            assertEquals(users, shim.backward(shim.forward(users)));
            UpstreamData newer = UpstreamData.of(Map.of(key, after));
            assertEquals(newer, shim.forward(newer));
            assertNotEquals(newer, shim.backward(shim.forward(newer)));
            overwritten++;
          }
        }
      }
    }
    assertTrue(overwritten > 100);
  }
}
