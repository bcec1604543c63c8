// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.store;

import dev.gantry.core.Version;
import dev.gantry.settings.Origin;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;

/** What the tests of the store share. */
final class StoreSamples {
  static final Version MODEL = Version.of(1, 20, 0);
  static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");
  static final Origin ORIGIN = Origin.of("test");
  static final SettingKey MOTD = SettingKey.of("motd");
  static final SettingKey LOCKDOWN = SettingKey.of("kernel", "lockdown");

  private StoreSamples() {}

  static StoreOptions.Builder options() {
    return StoreOptions.builder(MODEL, InstantSource.fixed(NOON));
  }

  static SettingsEdit set(SettingKey key, String value) {
    return SettingsEdit.ofApi().set(key, SettingValue.of(value), ORIGIN);
  }

  static CommitOutcome.Committed commit(SettingsStore store, SettingsEdit edit) throws Exception {
    return (CommitOutcome.Committed) store.commit("test", List.of(edit), OptionalLong.empty());
  }

  static SettingValue effective(SettingsStore store, SettingKey key) throws Exception {
    return store.layered().effective().get(key).orElseThrow();
  }
}
