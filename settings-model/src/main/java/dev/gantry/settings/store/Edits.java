// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.store;

import dev.gantry.core.Version;
import dev.gantry.settings.Origin;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingsLayer.Definition;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Lays edits over what a store holds. */
final class Edits {
  private final KnownSettings known;
  private final Version model;

  Edits(KnownSettings known, Version model) {
    this.known = known;
    this.model = model;
  }

  /** Returns contents after edits; what the model does not know stays as it was. */
  StoreContents apply(
      StoreContents contents, Iterable<SettingsEdit> edits, String transaction, Instant time) {
    StoreContents next = contents;
    for (SettingsEdit edit : edits) {
      next = next.withLayer(edit.layer(), layer(next, edit, transaction, time));
    }
    return next;
  }

  private SortedMap<SettingKey, StoredLeaf> layer(
      StoreContents contents, SettingsEdit edit, String transaction, Instant time) {
    SortedMap<SettingKey, StoredLeaf> leaves = new TreeMap<>(contents.layer(edit.layer()));
    edit.unsets().forEach(key -> removeKnown(leaves, key));
    for (var entry : edit.sets().entrySet()) {
      SettingKey key = entry.getKey();
      removeKnown(leaves, key);
      for (SettingKey above = key; !above.isRoot(); ) {
        above = above.parent();
        StoredLeaf leaf = leaves.get(above);
        if (leaf != null && known.knows(above, leaf.value())) {
          leaves.remove(above);
        }
      }
      Origin origin = entry.getValue().origin().committed(transaction, time);
      Definition definition = new Definition(entry.getValue().value(), origin);
      leaves.put(key, StoredLeaf.of(definition, model));
    }
    return leaves;
  }

  private void removeKnown(SortedMap<SettingKey, StoredLeaf> leaves, SettingKey key) {
    SortedSet<SettingKey> gone = new TreeSet<>();
    for (Map.Entry<SettingKey, StoredLeaf> entry : leaves.tailMap(key).entrySet()) {
      if (!entry.getKey().startsWith(key)) {
        break;
      }
      if (known.knows(entry.getKey(), entry.getValue().value())) {
        gone.add(entry.getKey());
      }
    }
    leaves.keySet().removeAll(gone);
  }

  /** Refuses edits of keys that others changed since a revision. */
  static void requireUnchanged(StoreState state, Iterable<SettingsEdit> edits, long since)
      throws EditConflictException {
    SortedSet<SettingKey> keys = new TreeSet<>();
    edits.forEach(edit -> keys.addAll(edit.keys()));
    long current = state.contents().revision();
    if (since == current) {
      return;
    }
    boolean lost = since < state.oldest() || since > current;
    SortedSet<SettingKey> touched = new TreeSet<>();
    for (HistoryEntry entry : state.history()) {
      if (entry.revision() > since) {
        lost |= entry.changesModel();
        for (SettingKey key : keys) {
          if (KeyRange.meets(entry.keys(), key)) {
            touched.add(key);
          }
        }
      }
    }
    SortedSet<SettingKey> conflicts = lost ? keys : touched;
    if (!conflicts.isEmpty()) {
      throw new EditConflictException(since, current, conflicts, lost);
    }
  }
}
