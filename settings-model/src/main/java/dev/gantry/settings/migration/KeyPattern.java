// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.migration;

import dev.gantry.settings.SettingKey;
import java.util.List;
import java.util.Optional;

/** A key in which the name {@code *} stands for any one name. */
record KeyPattern(SettingKey key) {
  private static final String ANY = "*";

  /** The names of a key that this pattern stands for, if it is that key or above it. */
  Optional<SettingKey> startOf(SettingKey other) {
    List<String> names = key.names();
    if (other.depth() < names.size()) {
      return Optional.empty();
    }
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      if (!name.equals(ANY) && !name.equals(other.names().get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(SettingKey.of(other.names().subList(0, names.size())));
  }

  boolean matches(SettingKey other) {
    return other.depth() == key.depth() && startOf(other).isPresent();
  }
}
