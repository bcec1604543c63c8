// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.store;

import dev.gantry.core.Version;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.store.RevisionInfo.Action;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A revision, and how to get from it to the one before. */
final class HistoryEntry {
  private final long revision;
  private final Instant time;
  private final Action action;
  private final String transaction;
  private final Version modelVersion;
  private final Version modelBefore;
  private final List<Undo> undo;

  private volatile @Nullable SortedSet<SettingKey> keys;

  /** The entry as JSON; made when it is first written. */
  private volatile @Nullable String json;

  HistoryEntry(
      long revision,
      Instant time,
      Action action,
      String transaction,
      Version modelVersion,
      Version modelBefore,
      List<Undo> undo) {
    this.revision = revision;
    this.time = time;
    this.action = action;
    this.transaction = transaction;
    this.modelVersion = modelVersion;
    this.modelBefore = modelBefore;
    this.undo = List.copyOf(undo);
  }

  /**
   * What a leaf was before.
   *
   * @param layer the layer
   * @param key the key
   * @param before the leaf, or null if there was none
   */
  record Undo(LayerId layer, SettingKey key, @Nullable StoredLeaf before) {}

  /** What leads back from one state to another. */
  static List<Undo> undo(StoreContents before, StoreContents after) {
    List<Undo> undo = new ArrayList<>();
    SortedSet<LayerId> ids = new TreeSet<>(before.layers().keySet());
    ids.addAll(after.layers().keySet());
    for (LayerId id : ids) {
      SortedMap<SettingKey, StoredLeaf> old = before.layer(id);
      SortedMap<SettingKey, StoredLeaf> now = after.layer(id);
      if (old == now) {
        continue;
      }
      old.forEach(
          (key, was) -> {
            if (!Objects.equals(was, now.get(key))) {
              undo.add(new Undo(id, key, was));
            }
          });
      for (SettingKey key : now.keySet()) {
        if (!old.containsKey(key)) {
          undo.add(new Undo(id, key, null));
        }
      }
    }
    return undo;
  }

  /** Goes back from this revision to the one before. */
  StoreContents goBack(StoreContents contents) {
    Map<LayerId, SortedMap<SettingKey, StoredLeaf>> touched = new TreeMap<>();
    for (Undo each : undo) {
      SortedMap<SettingKey, StoredLeaf> leaves =
          touched.computeIfAbsent(each.layer(), id -> new TreeMap<>(contents.layer(id)));
      if (each.before() == null) {
        leaves.remove(each.key());
      } else {
        leaves.put(each.key(), each.before());
      }
    }
    StoreContents result = contents.withRevision(revision - 1).withModelVersion(modelBefore);
    for (Map.Entry<LayerId, SortedMap<SettingKey, StoredLeaf>> layer : touched.entrySet()) {
      result = result.withLayer(layer.getKey(), layer.getValue());
    }
    return result;
  }

  RevisionInfo info() {
    return new RevisionInfo(revision, time, action, transaction, modelVersion, keys());
  }

  SortedSet<SettingKey> keys() {
    SortedSet<SettingKey> found = keys;
    if (found == null) {
      found = keys(undo);
      keys = found;
    }
    return found;
  }

  static SortedSet<SettingKey> keys(List<Undo> undo) {
    SortedSet<SettingKey> keys = new TreeSet<>();
    undo.forEach(each -> keys.add(each.key()));
    return Collections.unmodifiableSortedSet(keys);
  }

  boolean changesModel() {
    return !modelVersion.equals(modelBefore);
  }

  long revision() {
    return revision;
  }

  Instant time() {
    return time;
  }

  Action action() {
    return action;
  }

  String transaction() {
    return transaction;
  }

  Version modelVersion() {
    return modelVersion;
  }

  Version modelBefore() {
    return modelBefore;
  }

  List<Undo> undo() {
    return undo;
  }

  String json() {
    String text = json;
    if (text == null) {
      text = StateEncoder.entry(this);
      json = text;
    }
    return text;
  }
}
