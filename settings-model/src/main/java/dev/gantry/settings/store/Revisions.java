// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.store;

import dev.gantry.core.StateConflictException;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingsLayer.Definition;
import dev.gantry.settings.SettingsTree;
import dev.gantry.settings.store.RevisionInfo.Action;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds, compares and makes revisions of a store. */
final class Revisions {
  private Revisions() {}

  /** The contents of a revision that is kept. */
  static StoreContents at(StoreState state, long revision) throws StateConflictException {
    long current = state.contents().revision();
    if (revision < state.oldest() || revision > current) {
      throw new StateConflictException(
          "REVISION_NOT_KEPT",
          "reading revision " + revision,
          "the store has revisions " + state.oldest() + " to " + current,
          "one of these");
    }
    return state.at(revision);
  }

  /** What is not alike, by layer and key. */
  static List<SettingDifference> diff(StoredSettings from, StoredSettings to) {
    List<SettingDifference> found = new ArrayList<>();
    SortedSet<LayerId> ids = new TreeSet<>(from.contents().layers().keySet());
    ids.addAll(to.contents().layers().keySet());
    for (LayerId id : ids) {
      SortedMap<SettingKey, Definition> before = from.layer(id).definitions();
      SortedMap<SettingKey, Definition> after = to.layer(id).definitions();
      SortedSet<SettingKey> keys = new TreeSet<>(before.keySet());
      keys.addAll(after.keySet());
      for (SettingKey key : keys) {
        Definition was = before.get(key);
        Definition is = after.get(key);
        if (!Objects.equals(was, is)) {
          found.add(new SettingDifference(id, key, was, is));
        }
      }
    }
    return List.copyOf(found);
  }

  /** Makes the next revision of changed contents, with its line of history. */
  static Snapshot next(
      StoreOptions options,
      Snapshot state,
      StoreContents after,
      Action action,
      String name,
      Instant now) {
    StoreContents before = state.contents();
    StoreContents contents = after.withRevision(before.revision() + 1);
    HistoryEntry entry =
        new HistoryEntry(
            contents.revision(),
            now,
            action,
            name,
            contents.modelVersion(),
            before.modelVersion(),
            HistoryEntry.undo(before, contents));
    return new Snapshot(
        state.state().withRevision(contents, entry, options.historySize()), options);
  }

  /** The keys whose values count otherwise afterwards. */
  static SortedSet<SettingKey> changed(SettingsTree before, SettingsTree after) {
    SortedMap<SettingKey, SettingValue> gone = new TreeMap<>(before.leaves());
    SortedSet<SettingKey> changed = new TreeSet<>();
    for (Map.Entry<SettingKey, SettingValue> entry : after.leaves().entrySet()) {
      if (!entry.getValue().equals(gone.remove(entry.getKey()))) {
        changed.add(entry.getKey());
      }
    }
    changed.addAll(gone.keySet());
    return changed;
  }
}
