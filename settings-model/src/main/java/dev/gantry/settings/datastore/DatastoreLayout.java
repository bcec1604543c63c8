// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.datastore;

import dev.gantry.settings.SettingKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which file holds which key: {@code live/settings/kubernetes/node-labels/my%2Elabel} and, for
 * metadata, {@code live/settings/motd.affected-services}.
 */
final class DatastoreLayout {
  static final String LIVE = "live";
  static final String PENDING = "pending";

  private DatastoreLayout() {}

  static boolean isMetadataName(String name) {
    return !name.isEmpty() && name.equals(PathName.encode(name));
  }

  static String path(SettingKey key) {
    return String.join("/", key.names().stream().map(PathName::encode).toList());
  }

  /**
   * A path that stands for a key.
   *
   * @param key the key of the data
   * @param metadata name of the metadata, or empty for the data themselves
   */
  record Place(SettingKey key, Optional<String> metadata) {}

  /** The key of a path below {@code live} or a transaction; empty if it has none. */
  static Optional<Place> place(String path) {
    int dot = path.indexOf('.');
    String data = dot < 0 ? path : path.substring(0, dot);
    List<String> names = new ArrayList<>();
    for (String part : data.split("/", -1)) {
      Optional<String> name = PathName.decode(part);
      // A name written otherwise would be listed by Bottlerocket, but not found.
      if (name.isEmpty() || !PathName.encode(name.get()).equals(part)) {
        return Optional.empty();
      }
      names.add(name.get());
    }
    SettingKey key = SettingKey.of(names);
    if (!key.isStorable()) {
      return Optional.empty();
    }
    if (dot < 0) {
      return Optional.of(new Place(key, Optional.empty()));
    }
    String metadata = path.substring(dot + 1);
    return isMetadataName(metadata)
        ? Optional.of(new Place(key, Optional.of(metadata)))
        : Optional.empty();
  }
}
