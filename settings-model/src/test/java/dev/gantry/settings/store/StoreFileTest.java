// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.store;

import static dev.gantry.settings.store.StoreSamples.MOTD;
import static dev.gantry.settings.store.StoreSamples.ORIGIN;
import static dev.gantry.settings.store.StoreSamples.commit;
import static dev.gantry.settings.store.StoreSamples.effective;
import static dev.gantry.settings.store.StoreSamples.options;
import static dev.gantry.settings.store.StoreSamples.set;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.StateConflictException;
import dev.gantry.core.UnsupportedFormatException;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingsJson;
import dev.gantry.testkit.ForcedFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of a store: who may read it, and what becomes of damage. */
class StoreFileTest {
  @TempDir Path directory;

  private static StoreFiles files() throws Exception {
    StoreFiles files = StoreFiles.memory();
    SettingsStore store = SettingsStore.open(files, options().build());
    commit(store, set(MOTD, "hello"));
    store.edit("tx", set(MOTD, "soon"));
    return files;
  }

  private static byte[] content(StoreFiles files) throws Exception {
    return files.readStart(StateFile.NAME, 1 << 20).orElseThrow().toByteArray();
  }

  @Test
  void newStateIsDurableBeforeAndAfterItGetsItsName() throws Exception {
    SettingsStore store = SettingsStore.open(directory, options().build());
    assertEquals(
        List.of(Path.of("settings.json.new"), Path.of("")),
        ForcedFiles.during(directory, () -> commit(store, set(MOTD, "x"))));
    assertEquals(
        List.of(Path.of("settings.json.new"), Path.of("")),
        ForcedFiles.during(directory, () -> store.edit("tx", set(MOTD, "y"))));
  }

  @Test
  void filesAreForTheirOwnerOnly() throws Exception {
    Path home = directory.resolve("a/b");
    commit(SettingsStore.open(home, options().build()), set(MOTD, "x"));
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(home)));
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(home.resolve("settings.json"))));
    try (Stream<Path> names = Files.list(home)) {
      assertEquals(
          List.of("lock", "settings.json"),
          names.map(each -> home.relativize(each).toString()).sorted().toList());
    }
    assertEquals(
        SettingValue.of("x"), effective(SettingsStore.open(home, options().build()), MOTD));
  }

  @Test
  void theFileIsOneJsonObject() throws Exception {
    String text = new String(content(files()), StandardCharsets.UTF_8);
    assertTrue(SettingsJson.readMap("test", text).entries().containsKey("state"));
    assertTrue(text.endsWith("}\n"));
  }

  @Test
  void eachDamagedByteIsNoticed() throws Exception {
    byte[] whole = content(files());
    for (int i = 0; i < whole.length; i++) {
      byte[] damaged = whole.clone();
      damaged[i] ^= 1;
      StoreFiles files = StoreFiles.memory();
      files.write(StateFile.NAME, Bytes.of(damaged));
      assertThrows(
          GantryException.class, () -> SettingsStore.open(files, options().build()).read());
    }
  }

  @Test
  void eachTruncatedFileIsNoticed() throws Exception {
    byte[] whole = content(files());
    for (int size = 0; size < whole.length; size++) {
      StoreFiles files = StoreFiles.memory();
      files.write(StateFile.NAME, Bytes.of(whole, 0, size));
      MalformedDataException failure =
          assertThrows(
              MalformedDataException.class, () -> SettingsStore.open(files, options().build()));
      assertEquals("SETTINGS_STORE", failure.code());
    }
  }

  @Test
  void aLaterFormatIsNamed() throws Exception {
    StoreFiles files = StoreFiles.memory();
    String text = "{\"format\":\"gantry-settings-store\",\"version\":2,\"x\":1}\n";
    files.write(StateFile.NAME, Bytes.of(text.getBytes(StandardCharsets.UTF_8)));
    UnsupportedFormatException failure =
        assertThrows(
            UnsupportedFormatException.class, () -> SettingsStore.open(files, options().build()));
    assertEquals("2", failure.found());
  }

  @Test
  void theDeepestValueComesBack() throws Exception {
    StoreFiles files = StoreFiles.memory();
    SettingValue deep = SettingValue.of("x");
    for (int i = 0; i < 47; i++) {
      deep = SettingValue.list(deep);
    }
    SettingsStore store = SettingsStore.open(files, options().build());
    commit(store, SettingsEdit.ofApi().set(MOTD, deep, ORIGIN));
    commit(store, set(MOTD, "x"));
    SettingsStore again = SettingsStore.open(files, options().build());
    assertEquals(deep, again.read(1).layer(LayerId.API).tree().leaves().get(MOTD));
  }

  @Test
  void aWriterDoesNotWaitForEver() throws Exception {
    StoreFiles files = StoreFiles.memory();
    SettingsStore store = SettingsStore.open(files, options().lockTimeout(Duration.ZERO).build());
    var lock = files.lock(Duration.ZERO).orElseThrow();
    StateConflictException failure =
        assertThrows(StateConflictException.class, () -> commit(store, set(MOTD, "x")));
    assertEquals("STORE_LOCKED", failure.code());
    assertEquals(0, store.read().revision());
    lock.close();
    commit(store, set(MOTD, "x"));
  }

  @Test
  void aStoreThatWasTakenAwayIsNamed() throws Exception {
    StoreFiles files = files();
    SettingsStore store = SettingsStore.open(files, options().build());
    files.delete(StateFile.NAME);
    StateConflictException failure = assertThrows(StateConflictException.class, store::read);
    assertEquals("STORE_MISSING", failure.code());
  }
}
