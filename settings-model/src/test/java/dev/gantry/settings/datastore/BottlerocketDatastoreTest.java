// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.datastore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.MalformedDataException;
import dev.gantry.core.StateConflictException;
import dev.gantry.core.Version;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingsTree;
import dev.gantry.settings.store.LayerId;
import dev.gantry.settings.store.RevisionInfo;
import dev.gantry.settings.store.SettingsStore;
import dev.gantry.settings.store.StoreContents;
import dev.gantry.settings.store.StoreFiles;
import dev.gantry.settings.store.StoreOptions;
import dev.gantry.testkit.ForcedFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A tree as Bottlerocket lays it out, made here file by file, is read and written back alike. */
class BottlerocketDatastoreTest {
  private static final Version VERSION = Version.of(1, 5, 2);
  private static final String NAME = "v1.5.2_0123456789abcdef";

  /** Files and their texts; none ends with a line break. */
  private static final List<List<String>> GOLDEN =
      List.of(
          List.of("live/settings/motd", "\"Welcome to Bottlerocket!\""),
          List.of("live/settings/motd.affected-services", "[\"motd\"]"),
          List.of("live/settings/updates/seed", "1234"),
          List.of("live/settings/updates/seed.setting-generator", "\"bork seed\""),
          List.of("live/settings/updates/ignore-waves", "false"),
          List.of("live/settings/updates.affected-services", "[\"updog\"]"),
          List.of("live/settings/kubernetes/node-labels/my%2Elabel", "\"hello\""),
          List.of("live/settings/kubernetes/node-labels/example%2Ecom%2Frole", "\"a/b\""),
          List.of("live/settings/kubernetes/node-taints/dedicated", "[\"x:NoSchedule\"]"),
          List.of("live/settings/kernel/sysctl/net%2Eipv4%2Eip_forward", "\"1\""),
          List.of("live/settings/ntp/time-servers", "[\"https://a.example\",\"b\\u001f\\n\"]"),
          List.of("live/settings/odd/float", "1.0"),
          List.of("live/settings/odd/exponent", "1e3"),
          List.of("live/settings/odd/negative", "-0.5"),
          List.of("live/settings/odd/spaced", "[1, 2]"),
          List.of("live/settings/odd/rocket", "\"\ud83d\ude80 \\\"x\\\"\""),
          List.of("live/services/motd/configuration-files", "[\"motd\"]"),
          List.of("live/services/motd/restart-commands", "[]"),
          List.of("live/configuration-files/motd/path", "\"/etc/motd\""),
          List.of("pending/default/settings/motd", "\"soon\""),
          List.of("pending/my%20tx%2E1/settings/kernel/sysctl/a%2Eb", "\"2\""));

  @TempDir Path temporary;
  private Path base;

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  @BeforeEach
  void writeGoldenTree() throws IOException {
    base = temporary.resolve("golden");
    for (List<String> file : GOLDEN) {
      write(base.resolve(NAME).resolve(file.get(0)), file.get(1));
    }
    Files.createDirectories(base.resolve(NAME + "/pending/empty"));
    Files.createSymbolicLink(base.resolve("v1.5.2"), Path.of(NAME));
    Files.createSymbolicLink(base.resolve("v1.5"), Path.of("v1.5.2"));
    Files.createSymbolicLink(base.resolve("v1"), Path.of("v1.5"));
    Files.createSymbolicLink(base.resolve("current"), Path.of("v1"));
  }

  /** All paths below a directory: of links what they point to, of files their bytes. */
  private static SortedMap<String, String> tree(Path start) throws IOException {
    SortedMap<String, String> found = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(start)) {
      for (Path each : walk.toList()) {
        String path = start.relativize(each).toString();
        if (Files.isSymbolicLink(each)) {
          found.put(path, "-> " + Files.readSymbolicLink(each));
        } else if (Files.isRegularFile(each)) {
          found.put(path, Files.readString(each, StandardCharsets.ISO_8859_1));
        } else {
          found.put(path, "directory");
        }
      }
    }
    return found;
  }

  @Test
  void aGoldenTreeIsWrittenBackByteForByte() throws Exception {
    BottlerocketDatastore golden = BottlerocketDatastore.at(base);
    assertTrue(golden.exists());
    assertEquals(VERSION, golden.version());
    DatastoreContents contents = golden.read();
    assertEquals(List.of(), contents.ignored());
    assertEquals(16, contents.live().size());
    assertEquals(Set.of("default", "my tx.1", "empty"), contents.pending().keySet());

    Path other = temporary.resolve("other");
    BottlerocketDatastore.at(other).install(VERSION, contents, new Random(1));
    assertEquals(VERSION, BottlerocketDatastore.at(other).version());
    String name = Files.readSymbolicLink(other.resolve("v1.5.2")).toString();
    assertTrue(name.matches("v1\\.5\\.2_[A-Za-z0-9]{16}"));
    Files.move(other.resolve(name), other.resolve(NAME));
    Files.delete(other.resolve("v1.5.2"));
    Files.createSymbolicLink(other.resolve("v1.5.2"), Path.of(NAME));
    assertEquals(tree(base), tree(other));
  }

  @Test
  void allOfANewTreeIsDurableBeforeLinksNameIt() throws Exception {
    Path other = Files.createDirectory(temporary.resolve("other"));
    DatastoreContents contents = BottlerocketDatastore.at(base).read();
    List<Path> forced =
        ForcedFiles.during(
            other, () -> BottlerocketDatastore.at(other).install(VERSION, contents, new Random(1)));
    Path tree = Files.readSymbolicLink(other.resolve("v1.5.2"));
    try (Stream<Path> all = Files.walk(other.resolve(tree))) {
      Set<Path> durable = new HashSet<>(forced.subList(0, forced.size() - 1));
      for (Path path : all.toList()) {
        // An empty directory has nothing to force; its name is in the one above it.
        if (!Files.isDirectory(path) || !isEmpty(path)) {
          Path name = other.relativize(path);
          assertTrue(durable.contains(name), () -> name + " is not forced");
        }
      }
    }
    assertEquals(
        List.of(Path.of(""), Path.of("")), forced.subList(forced.size() - 2, forced.size()));
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.findAny().isEmpty();
    }
  }

  /** What Bottlerocket's own storewolf and apiserver wrote; see the README of the resources. */
  @ParameterizedTest
  @ValueSource(strings = {UpstreamTree.LAUNCH, UpstreamTree.USED})
  void aTreeOfBottlerocketIsWrittenBackByteForByte(String listing) throws Exception {
    Path theirs = temporary.resolve("theirs");
    UpstreamTree.unpack(listing, theirs);
    List<String> lines = UpstreamTree.lines(listing);
    assertEquals(lines, UpstreamTree.list(theirs));
    BottlerocketDatastore store = BottlerocketDatastore.at(theirs);
    assertEquals(Version.of(1, 26, 1), store.version());
    DatastoreContents contents = store.read();
    assertEquals(List.of(), contents.ignored());

    Path ours = temporary.resolve("ours");
    BottlerocketDatastore.at(ours).install(store.version(), contents, new Random(4));
    String patch = "v1.26.1";
    String name = Files.readSymbolicLink(ours.resolve(patch)).toString();
    String theirName = Files.readSymbolicLink(theirs.resolve(patch)).toString();
    assertEquals(
        lines,
        UpstreamTree.list(ours).stream().map(line -> line.replace(name, theirName)).toList());

    SettingsStore settings =
        SettingsStore.open(
            StoreFiles.memory(),
            StoreOptions.builder(VERSION, InstantSource.fixed(Instant.EPOCH)).build());
    StoreContents imported = DatastoreExchange.of("datastore").toStore(contents, VERSION);
    settings.rewrite(RevisionInfo.Action.IMPORT, "import", now -> imported);
    assertEquals(contents.pending().keySet(), settings.transactions());
    SettingsTree effective = settings.layered().effective();
    assertEquals(contents, DatastoreExchange.toDatastore(effective, contents));
    // Without the texts to keep, values are written as Bottlerocket wrote them.
    DatastoreContents fresh =
        DatastoreExchange.toDatastore(effective, DatastoreContents.builder().build());
    fresh.live().forEach((key, text) -> assertEquals(contents.live().get(key), text));
    assertEquals(effective.leaves().size(), fresh.live().size());
  }

  @Test
  void settingsGoThroughTheStoreAndBackByteForByte() throws Exception {
    DatastoreContents contents = BottlerocketDatastore.at(base).read();
    StoreOptions options =
        StoreOptions.builder(VERSION, InstantSource.fixed(Instant.EPOCH)).build();
    SettingsStore store = SettingsStore.open(StoreFiles.memory(), options);
    StoreContents imported = DatastoreExchange.of("datastore").toStore(contents, VERSION);
    store.rewrite(RevisionInfo.Action.IMPORT, "import", now -> imported);
    assertEquals(Set.of("default", "my tx.1", "empty"), store.transactions());
    SettingKey label = SettingKey.of("kubernetes", "node-labels", "example.com/role");
    SettingsTree effective = store.layered().effective();
    assertEquals(SettingValue.of("a/b"), effective.get(label).orElseThrow());
    DatastoreContents exported = DatastoreExchange.toDatastore(effective, contents);
    assertEquals(contents, exported);
    Path directory = temporary.resolve("out");
    BottlerocketDatastore.writeDirectory(directory, exported);
    assertEquals(tree(base.resolve(NAME)), tree(directory));
    // Of texts that changed, the new ones are as serde_json writes them.
    DatastoreContents fresh =
        DatastoreExchange.toDatastore(effective, DatastoreContents.builder().build());
    SettingKey servers = SettingKey.of("settings", "ntp", "time-servers");
    assertEquals(contents.live().get(servers), fresh.live().get(servers));
    SettingKey rocket = SettingKey.of("settings", "odd", "rocket");
    assertEquals(contents.live().get(rocket), fresh.live().get(rocket));
  }

  @Test
  void generatedValuesAndDefaultsAreToldApartOnlyIfAsked() throws Exception {
    DatastoreContents contents = BottlerocketDatastore.at(base).read();
    StoreContents all = DatastoreExchange.of("x").toStore(contents, VERSION);
    assertEquals(Set.of(LayerId.API), all.layers().keySet());
    assertEquals(13, all.layer(LayerId.API).size());
    SettingKey motd = SettingKey.of("motd");
    SettingKey seed = SettingKey.of("updates", "seed");
    StoreContents some =
        DatastoreExchange.of("x")
            .takingForGenerated((key, value) -> key.equals(seed))
            .leavingOutDefaults(
                SettingsTree.empty()
                    .with(motd, SettingValue.of("Welcome to Bottlerocket!"))
                    .with(seed, SettingValue.of(1)))
            .toStore(contents, VERSION);
    assertEquals(Set.of(seed), some.layer(LayerId.GENERATED).keySet());
    assertFalse(some.layer(LayerId.API).containsKey(motd));
    assertEquals(11, some.layer(LayerId.API).size());
  }

  @Test
  void anotherVersionTakesOverTheLinks() throws Exception {
    BottlerocketDatastore store = BottlerocketDatastore.at(base);
    DatastoreContents contents = store.read();
    Version next = Version.of(1, 6, 0);
    DatastoreContents changed =
        contents.toBuilder().live(SettingKey.of("settings", "motd"), "\"new\"").build();
    store.install(next, changed, new Random(2));
    assertEquals(next, store.version());
    assertEquals(changed, store.read());
    assertEquals("v1.5.2", Files.readSymbolicLink(base.resolve("v1.5")).toString());
    assertEquals(contents, BottlerocketDatastore.readDirectory(base.resolve(NAME)));
  }

  @Test
  void filesThatAreNoKeysAreNamed() throws Exception {
    Path live = base.resolve(NAME).resolve("live/settings");
    write(live.resolve("a b"), "1");
    write(live.resolve("a%2fb"), "1");
    write(live.resolve("a%"), "1");
    write(live.resolve("x%C3%28"), "1");
    write(live.resolve("motd.a.b"), "1");
    write(live.resolve("motd."), "1");
    Files.createSymbolicLink(live.resolve("link"), live.resolve("motd"));
    DatastoreContents contents = BottlerocketDatastore.at(base).read();
    assertEquals(7, contents.ignored().size());
    assertEquals(16, contents.live().size());
  }

  @Test
  void whatIsNoDataStoreIsRefused() throws Exception {
    BottlerocketDatastore none = BottlerocketDatastore.at(temporary.resolve("none"));
    assertFalse(none.exists());
    assertThrows(MalformedDataException.class, none::version);
    assertThrows(
        MalformedDataException.class, () -> BottlerocketDatastore.readDirectory(temporary));
    Files.delete(base.resolve("v1.5"));
    Files.createSymbolicLink(base.resolve("v1.5"), temporary);
    assertThrows(MalformedDataException.class, () -> BottlerocketDatastore.at(base).read());
    Files.write(base.resolve(NAME).resolve("live/settings/motd"), new byte[] {(byte) 0xff});
    assertThrows(
        MalformedDataException.class,
        () -> BottlerocketDatastore.readDirectory(base.resolve(NAME)));
  }

  @Test
  void whatADirectoryCannotHoldIsRefused() throws Exception {
    DatastoreContents both =
        DatastoreContents.builder()
            .live(SettingKey.of("a"), "1")
            .live(SettingKey.of("a", "b"), "2")
            .build();
    StateConflictException failure =
        assertThrows(
            StateConflictException.class,
            () -> BottlerocketDatastore.at(base).install(VERSION, both, new Random(3)));
    assertEquals("DATASTORE_KEYS", failure.code());
    SettingsTree odd =
        SettingsTree.empty().with(SettingKey.of("localhost:5000"), SettingValue.of(1));
    failure =
        assertThrows(
            StateConflictException.class,
            () -> DatastoreExchange.toDatastore(odd, DatastoreContents.builder().build()));
    assertEquals("DATASTORE_KEY", failure.code());
    assertThrows(
        IllegalArgumentException.class,
        () -> DatastoreContents.builder().live(SettingKey.of("a b"), "1"));
    assertThrows(
        StateConflictException.class,
        () ->
            DatastoreExchange.of("x")
                .toStore(
                    DatastoreContents.builder()
                        .live(SettingKey.of("settings", "a"), "{\"b\":1}")
                        .build(),
                    VERSION));
  }

  /** The names and paths that Bottlerocket's own tests have. */
  @Test
  void namesOfPathsAreThoseOfBottlerocket() {
    assertEquals("a-b_42", PathName.encode("a-b_42"));
    assertEquals("a%2Eb", PathName.encode("a.b"));
    assertEquals("a%2Fb", PathName.encode("a/b"));
    assertEquals("a%20b%25c%3Cd%3Ee", PathName.encode("a b%c<d>e"));
    for (String name : List.of("a-b_42", "a.b", "a/b", "a b%c<d>e", "\u00e4")) {
      assertEquals(name, PathName.decode(PathName.encode(name)).orElseThrow());
    }
    assertTrue(PathName.decode("%C3%28").isEmpty());
    assertEquals("a/b/c", DatastoreLayout.path(SettingKey.of("a", "b", "c")));
  }

  @Test
  void largeTransactionsAndManyOfThemTakeTimeForTheirSizeOnly() {
    DatastoreContents.Builder builder = DatastoreContents.builder();
    for (int i = 0; i < 40_000; i++) {
      builder.pending("large", SettingKey.of("settings", "m", "k" + i), "1");
      builder.pending("tx" + i);
    }
    StoreContents store =
        assertTimeoutPreemptively(
            Duration.ofSeconds(20),
            () -> DatastoreExchange.of("d").toStore(builder.build(), Version.parse("1.19.0")));
    assertEquals(40_001, store.pending().size());
    assertEquals(40_000, Objects.requireNonNull(store.pending().get("large")).keys().size());
  }
}
