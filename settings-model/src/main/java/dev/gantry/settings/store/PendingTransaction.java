// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.store;

import dev.gantry.settings.SettingKey;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Changes that wait for their commit.
 *
 * @param name name of the transaction
 * @param baseRevision the revision when the transaction began
 * @param edits what to change, by layer
 */
public record PendingTransaction(
    String name, long baseRevision, SortedMap<LayerId, SettingsEdit> edits) {
  /** Creates a pending transaction. */
  public PendingTransaction {
    Objects.requireNonNull(name, "name");
    edits = Collections.unmodifiableSortedMap(new TreeMap<>(edits));
  }

  PendingTransaction with(SettingsEdit edit) {
    SortedMap<LayerId, SettingsEdit> next = new TreeMap<>(edits);
    next.merge(edit.layer(), edit, SettingsEdit::then);
    return new PendingTransaction(name, baseRevision, next);
  }

  /**
   * Returns all keys that would be set or unset.
   *
   * @return the keys, of all layers
   */
  public SortedSet<SettingKey> keys() {
    SortedSet<SettingKey> keys = new TreeSet<>();
    edits.values().forEach(edit -> keys.addAll(edit.keys()));
    return keys;
  }
}
