// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.datastore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.gantry.core.GantryException;
import dev.gantry.core.Version;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingsTree;
import dev.gantry.settings.input.FuzzSeeds;
import dev.gantry.settings.store.LayerId;
import dev.gantry.settings.store.StoreContents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever directory is read: it is a data store that survives, or there is a declared error. */
public class DatastoreFuzzTest {
  private static final int MAX_FILES = 12;

  DatastoreFuzzTest() {}

  static List<Path> seeds() {
    return FuzzSeeds.of(DatastoreFuzzTest.class);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void seed(Path file) throws IOException {
    fuzzerTestOneInput(Files.readAllBytes(file));
  }

  /** Takes one input: paths below {@code live} or {@code pending} and texts, by turns, in lines. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    Path base = Files.createTempDirectory("datastore");
    try {
      Path directory = base.resolve("in");
      Files.createDirectories(directory.resolve("live"));
      fill(directory, new String(input, StandardCharsets.ISO_8859_1).split("\n", 2 * MAX_FILES));
      check(base, directory);
    } finally {
      try (Stream<Path> all = Files.walk(base)) {
        for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }

  private static void fill(Path directory, String[] lines) {
    for (int i = 0; i + 1 < lines.length; i += 2) {
      try {
        Path file = directory.resolve(lines[i]).normalize();
        Path parent = file.getParent();
        if (parent != null && file.startsWith(directory) && !file.equals(directory)) {
          Files.createDirectories(parent);
          Files.write(file, lines[i + 1].getBytes(StandardCharsets.ISO_8859_1));
        }
      } catch (InvalidPathException | IOException e) {
        // No file can have this name, or not beside the others.
      }
    }
  }

  private static void check(Path base, Path directory) throws IOException {
    DatastoreContents contents;
    try {
      contents = BottlerocketDatastore.readDirectory(directory);
    } catch (GantryException declared) {
      return;
    }
    Path copy = base.resolve("copy");
    BottlerocketDatastore.writeDirectory(copy, contents);
    assertEquals(contents, BottlerocketDatastore.readDirectory(copy));
    assertFalse(contents.toString().contains("\n"));
    StoreContents store;
    try {
      store = DatastoreExchange.of("fuzz").toStore(contents, Version.parse("1.2.3"));
    } catch (GantryException declared) {
      return;
    }
    assertEquals(contents.pending().keySet(), store.pending().keySet());
    TreeMap<SettingKey, SettingValue> values = new TreeMap<>();
    store.layer(LayerId.API).forEach((key, leaf) -> values.put(key, leaf.value()));
    SettingsTree tree = SettingsTree.ofValues(values);
    assertEquals(values, tree.leaves());
    DatastoreContents written = DatastoreExchange.toDatastore(tree, contents);
    assertEquals(store, DatastoreExchange.of("fuzz").toStore(written, Version.parse("1.2.3")));
  }
}
