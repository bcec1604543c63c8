// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.migration;

import dev.gantry.core.MalformedDataException;
import dev.gantry.core.Version;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingsTree;
import dev.gantry.settings.migration.Complement.Entry;
import dev.gantry.settings.store.LayerId;
import dev.gantry.settings.store.PendingTransaction;
import dev.gantry.settings.store.SettingsEdit;
import dev.gantry.settings.store.StoredLeaf;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An edit of a transaction while migrations run over it. Between steps, a leaf may lie below
 * another; the edit that comes out cannot have that, so that the leaves above are kept in the
 * notes.
 */
final class PendingLeaves {
  private static final String HIDDEN = "hidden/";

  private final PendingTransaction transaction;
  private final LayerId layer;
  private List<SettingKey> unsets;
  private SortedMap<SettingKey, StoredLeaf> leaves;

  private PendingLeaves(
      PendingTransaction transaction, SettingsEdit edit, SortedMap<SettingKey, StoredLeaf> leaves) {
    this.transaction = transaction;
    this.layer = edit.layer();
    this.unsets = List.copyOf(edit.unsets());
    this.leaves = leaves;
  }

  static PendingLeaves open(
      PendingTransaction transaction,
      SettingsEdit edit,
      Version version,
      Map<String, SettingValue> notes)
      throws MalformedDataException {
    SortedMap<SettingKey, StoredLeaf> leaves = new TreeMap<>();
    edit.sets().forEach((key, value) -> leaves.put(key, StoredLeaf.of(value, version)));
    PendingLeaves opened = new PendingLeaves(transaction, edit, leaves);
    SettingValue hidden = notes.remove(opened.note());
    if (hidden != null) {
      for (Entry entry : Complement.ofValue("notes", hidden).entries().values()) {
        entry.original().forEach((key, leaf) -> leaves.putIfAbsent(key, leaf));
      }
    }
    return opened;
  }

  private String note() {
    return HIDDEN + layer.kind() + "/" + layer.name();
  }

  /** Tells whether a note is of leaves that a transaction cannot show, and not of a step. */
  static boolean isNote(String name) {
    return name.startsWith(HIDDEN);
  }

  String name() {
    return transaction.name();
  }

  LayerId layer() {
    return layer;
  }

  SortedMap<SettingKey, StoredLeaf> leaves() {
    return leaves;
  }

  void replace(SortedMap<SettingKey, StoredLeaf> next, SettingsLens lens) {
    leaves = next;
    List<SettingKey> keys = new ArrayList<>();
    unsets.forEach(key -> keys.add(lens.forwardUnset(key)));
    unsets = keys;
  }

  SettingsEdit close(Map<String, SettingValue> notes) {
    TreeMap<SettingKey, StoredLeaf> shown = new TreeMap<>(leaves);
    TreeMap<SettingKey, StoredLeaf> hidden = new TreeMap<>();
    for (SettingKey key : new TreeSet<>(leaves.keySet())) {
      SettingKey next = shown.higherKey(key);
      if (next != null && next.startsWith(key)) {
        hidden.putAll(shown.subMap(key, true, key, true));
        shown.remove(key);
      }
    }
    if (!hidden.isEmpty()) {
      Entry entry = new Entry(new TreeMap<>(), hidden);
      notes.put(note(), Complement.of(Map.of(SettingKey.root(), entry)).toValue());
    }
    SortedMap<SettingKey, SettingValue> values = new TreeMap<>();
    shown.forEach((key, leaf) -> values.put(key, leaf.value()));
    return SettingsEdit.of(layer)
        .unset(unsets)
        .set(
            SettingsTree.ofValues(values),
            key -> Objects.requireNonNull(shown.get(key)).definition().origin());
  }
}
