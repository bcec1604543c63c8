// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.quickstart;

import dev.gantry.core.Version;
import dev.gantry.settings.LayerKind;
import dev.gantry.settings.LayeredSettings.Explanation;
import dev.gantry.settings.MalformedKeyException;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingsLayer;
import dev.gantry.settings.bottlerocket.KubernetesSettings;
import dev.gantry.settings.extension.SettingsExtensions;
import dev.gantry.settings.extension.VariantSettings;
import dev.gantry.settings.input.BoundSettings;
import dev.gantry.settings.input.UserData;
import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.server.RuleCheck;
import dev.gantry.settings.server.SettingsEdits;
import dev.gantry.settings.store.KnownSettings;
import dev.gantry.settings.store.SettingsEdit;
import dev.gantry.settings.store.SettingsStore;
import dev.gantry.settings.store.StoreOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;

/** The settings of a host: its image's defaults, user data, and what is set while it runs. */
final class HostSettings {
  private final VariantSettings variant;
  private final SettingsStore store;

  HostSettings(Path directory, Version osVersion) throws IOException {
    this.variant = SettingsExtensions.load().variant("aws-k8s-1.31");
    this.store =
        SettingsStore.open(
            directory,
            StoreOptions.builder(osVersion, InstantSource.system())
                .known(KnownSettings.of(variant.model()))
                .defaults(variant.defaults().layers())
                .check(new RuleCheck(variant.model()))
                .build());
  }

  /** Takes user data whole, or throws with everything that is wrong with them. */
  void take(ByteBuffer userData) throws IOException {
    BoundSettings bound =
        UserData.parse("user-data.toml", userData, variant.model(), Profile.STRICT);
    SettingsLayer layer = bound.toLayer(LayerKind.USER_DATA, "user-data");
    store.commit("boot", List.of(SettingsEdit.replacing(layer)), OptionalLong.empty());
  }

  /** Sets one value: {@code kubernetes.max-pods=20}. */
  void set(String pair) throws IOException {
    SettingsEdit edit = SettingsEdits.of(variant.model(), Profile.STRICT).pairs(List.of(pair));
    store.commit("administrator", List.of(edit), OptionalLong.empty());
  }

  /** Takes back what {@link #set} set; what is below shows again. */
  void unset(SettingKey key) throws IOException {
    store.commit("administrator", List.of(SettingsEdit.ofApi().unset(key)), OptionalLong.empty());
  }

  /** The settings that count, as a record. */
  KubernetesSettings kubernetes() throws IOException {
    return variant.model().get(store.layered().effective(), KubernetesSettings.class);
  }

  /** Who defined a setting, the winner first. */
  Explanation explain(String key) throws IOException, MalformedKeyException {
    return store.layered().explain(SettingKey.parse(key));
  }
}
