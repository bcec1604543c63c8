// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.core.GantryException;
import dev.gantry.core.Version;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingsJson;
import dev.gantry.settings.datastore.DatastoreContents;
import dev.gantry.settings.datastore.DatastoreExchange;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an import brings must be readable again, or it must not come in. */
final class StoreRewriteTest {
  private static final Version VERSION = Version.parse("1.0.0");

  @TempDir Path dir;

  private SettingsStore open() throws IOException {
    return SettingsStore.open(
        dir,
        StoreOptions.builder(VERSION, InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z")))
            .build());
  }

  @ParameterizedTest
  @ValueSource(strings = {"deep", "1e2000000000", "\"\\ud800\""})
  void importsThatCouldNotBeReadAgainAreRefused(String text) throws IOException {
    String value = text.equals("deep") ? "[".repeat(60) + "]".repeat(60) : text;
    DatastoreContents contents =
        DatastoreContents.builder().live(SettingKey.of("settings", "motd"), value).build();
    SettingsStore store = open();
    assertThrows(
        GantryException.class,
        () -> {
          StoreContents next = DatastoreExchange.of("test").toStore(contents, VERSION);
          store.rewrite(RevisionInfo.Action.IMPORT, "test", before -> next);
        });
    assertEquals(0, open().read().revision());
    assertEquals("{}", SettingsJson.write(open().layered().effective().toMap()));
  }
}
