// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.store;

import dev.gantry.settings.SettingKey;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;

/** Keys of sorted collections that lie at, above or below another. */
final class KeyRange {
  private KeyRange() {}

  static List<SettingKey> atAndBelow(SortedMap<SettingKey, ?> map, SettingKey key) {
    List<SettingKey> found = new ArrayList<>();
    for (SettingKey each : map.tailMap(key).keySet()) {
      if (!each.startsWith(key)) {
        break;
      }
      found.add(each);
    }
    return found;
  }

  /** Whether any key of a set is a key, lies above it or lies below it. */
  static boolean meets(SortedSet<SettingKey> keys, SettingKey key) {
    if (keys.isEmpty()) {
      return false;
    }
    SortedSet<SettingKey> tail = keys.tailSet(key);
    if (!tail.isEmpty() && tail.first().startsWith(key)) {
      return true;
    }
    for (SettingKey above = key; !above.isRoot(); ) {
      above = above.parent();
      if (keys.contains(above)) {
        return true;
      }
    }
    return false;
  }
}
