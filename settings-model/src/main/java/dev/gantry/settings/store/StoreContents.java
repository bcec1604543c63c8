// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.store;

import dev.gantry.core.Version;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.ListValue;
import dev.gantry.settings.SettingValue.MapValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that a store holds at one revision, known to the model or not; migrations read and replace
 * it.
 *
 * <p>Immutable, compared by value, and safe for use by many threads.
 */
public final class StoreContents {
  /** Name among the notes of those that belong to transactions. */
  private static final String TRANSACTION_NOTES = "transactions";

  private static final String COMMITTED_NOTES = "committed";

  private final long revision;
  private final Version modelVersion;
  private final SortedMap<LayerId, SortedMap<SettingKey, StoredLeaf>> layers;
  private final SortedMap<String, PendingTransaction> pending;
  private final MapValue notes;

  private StoreContents(
      long revision,
      Version modelVersion,
      SortedMap<LayerId, SortedMap<SettingKey, StoredLeaf>> layers,
      SortedMap<String, PendingTransaction> pending,
      MapValue notes) {
    this.revision = revision;
    this.modelVersion = Objects.requireNonNull(modelVersion, "modelVersion");
    this.layers = layers;
    this.pending = pending;
    this.notes = Objects.requireNonNull(notes, "notes");
  }

  /**
   * Returns the contents of a new store.
   *
   * @param modelVersion version of the model
   * @return revision 0 without settings
   */
  public static StoreContents empty(Version modelVersion) {
    return new StoreContents(0, modelVersion, new TreeMap<>(), new TreeMap<>(), MapValue.EMPTY);
  }

  /**
   * Returns the number of commits that the store had.
   *
   * @return 0 or more
   */
  public long revision() {
    return revision;
  }

  /**
   * Returns the version of the model that the settings are of.
   *
   * @return the version
   */
  public Version modelVersion() {
    return modelVersion;
  }

  /**
   * Returns the leaves of all layers. A key may lie below another if no model knows both.
   *
   * @return leaves by layer and key, without empty layers; cannot be changed
   */
  public SortedMap<LayerId, SortedMap<SettingKey, StoredLeaf>> layers() {
    return layers;
  }

  /**
   * Returns the leaves of one layer.
   *
   * @param layer the layer
   * @return leaves by key; cannot be changed
   */
  public SortedMap<SettingKey, StoredLeaf> layer(LayerId layer) {
    return layers.getOrDefault(layer, Collections.emptySortedMap());
  }

  /**
   * Returns the transactions that wait for their commit.
   *
   * @return transactions by name; cannot be changed
   */
  public SortedMap<String, PendingTransaction> pending() {
    return pending;
  }

  /**
   * Returns what migrations keep beside the settings.
   *
   * @return notes by name
   */
  public MapValue notes() {
    return notes;
  }

  /**
   * Returns these contents at another revision.
   *
   * @param newRevision 0 or more
   * @return new contents
   */
  StoreContents withRevision(long newRevision) {
    return new StoreContents(newRevision, modelVersion, layers, pending, notes);
  }

  /**
   * Returns these contents as those of another version of the model.
   *
   * @param version the version
   * @return new contents
   */
  public StoreContents withModelVersion(Version version) {
    return new StoreContents(revision, version, layers, pending, notes);
  }

  /**
   * Returns these contents with a layer replaced.
   *
   * @param layer the layer
   * @param leaves all leaves that it shall have
   * @return new contents
   */
  public StoreContents withLayer(LayerId layer, Map<SettingKey, StoredLeaf> leaves) {
    SortedMap<LayerId, SortedMap<SettingKey, StoredLeaf>> next = new TreeMap<>(layers);
    if (leaves.isEmpty()) {
      next.remove(layer);
    } else {
      next.put(layer, Collections.unmodifiableSortedMap(new TreeMap<>(leaves)));
    }
    return new StoreContents(
        revision, modelVersion, Collections.unmodifiableSortedMap(next), pending, notes);
  }

  /**
   * Returns these contents with a transaction added or replaced.
   *
   * @param transaction the transaction
   * @return new contents
   */
  public StoreContents withPending(PendingTransaction transaction) {
    return withPending(List.of(transaction));
  }

  /**
   * Returns these contents with transactions added or replaced.
   *
   * @param transactions the transactions
   * @return new contents
   */
  public StoreContents withPending(Collection<PendingTransaction> transactions) {
    SortedMap<String, PendingTransaction> next = new TreeMap<>(pending);
    transactions.forEach(each -> next.put(each.name(), each));
    return new StoreContents(
        revision, modelVersion, layers, Collections.unmodifiableSortedMap(next), notes);
  }

  /**
   * Returns these contents without a transaction.
   *
   * @param name name of the transaction
   * @return new contents
   */
  public StoreContents withoutPending(String name) {
    SortedMap<String, PendingTransaction> next = new TreeMap<>(pending);
    next.remove(name);
    return new StoreContents(
            revision, modelVersion, layers, Collections.unmodifiableSortedMap(next), notes)
        .withNotesOf(name, Map.of());
  }

  /**
   * Returns these contents without a transaction that is committed. Its notes stay, since what a
   * migration kept of it belongs to the settings now.
   */
  StoreContents withoutCommitted(String name) {
    MapValue own = notesOf(name);
    StoreContents without = withoutPending(name);
    if (own.entries().isEmpty()) {
      return without;
    }
    List<MapValue> all = new ArrayList<>(committedNotes());
    all.add(own);
    return without.withCommittedNotes(all);
  }

  /**
   * Returns the notes of transactions that were committed since they got them.
   *
   * @return notes by transaction, the last one committed last
   */
  public List<MapValue> committedNotes() {
    return notes.entries().get(COMMITTED_NOTES) instanceof ListValue list
        ? list.items().stream()
            .filter(MapValue.class::isInstance)
            .map(MapValue.class::cast)
            .toList()
        : List.of();
  }

  /**
   * Returns these contents with other notes of transactions that were committed.
   *
   * @param newNotes notes by transaction
   * @return new contents
   */
  public StoreContents withCommittedNotes(List<MapValue> newNotes) {
    SortedMap<String, SettingValue> next = new TreeMap<>(notes.entries());
    next.remove(COMMITTED_NOTES);
    if (!newNotes.isEmpty()) {
      next.put(COMMITTED_NOTES, new ListValue(List.copyOf(newNotes)));
    }
    return withNotes(next);
  }

  /**
   * Returns the notes of a transaction.
   *
   * @param transaction its name
   * @return the notes; empty if it has none
   */
  public MapValue notesOf(String transaction) {
    return notes.entries().get(TRANSACTION_NOTES) instanceof MapValue all
            && all.entries().get(transaction) instanceof MapValue found
        ? found
        : MapValue.EMPTY;
  }

  /**
   * Returns these contents with other notes of a transaction. They go when the transaction does, so
   * that another with its name does not find them.
   *
   * @param transaction its name
   * @param newNotes the notes
   * @return new contents
   */
  public StoreContents withNotesOf(
      String transaction, Map<String, ? extends SettingValue> newNotes) {
    return withNotesOf(Map.of(transaction, newNotes));
  }

  /**
   * Returns these contents with other notes of some transactions.
   *
   * @param newNotes the notes by name of the transaction
   * @return new contents
   */
  public StoreContents withNotesOf(
      Map<String, ? extends Map<String, ? extends SettingValue>> newNotes) {
    SortedMap<String, SettingValue> all =
        new TreeMap<>(
            notes.entries().get(TRANSACTION_NOTES) instanceof MapValue map
                ? map.entries()
                : new TreeMap<>());
    newNotes.forEach(
        (transaction, own) -> {
          all.remove(transaction);
          if (!own.isEmpty()) {
            all.put(transaction, SettingValue.map(own));
          }
        });
    SortedMap<String, SettingValue> next = new TreeMap<>(notes.entries());
    next.remove(TRANSACTION_NOTES);
    if (!all.isEmpty()) {
      next.put(TRANSACTION_NOTES, SettingValue.map(all));
    }
    return withNotes(next);
  }

  /**
   * Returns these contents with other notes.
   *
   * @param newNotes the notes
   * @return new contents
   */
  public StoreContents withNotes(Map<String, ? extends SettingValue> newNotes) {
    return new StoreContents(revision, modelVersion, layers, pending, SettingValue.map(newNotes));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StoreContents contents
        && revision == contents.revision
        && modelVersion.equals(contents.modelVersion)
        && layers.equals(contents.layers)
        && pending.equals(contents.pending)
        && notes.equals(contents.notes);
  }

  @Override
  public int hashCode() {
    return Objects.hash(revision, modelVersion, layers, pending, notes);
  }

  @Override
  public String toString() {
    return "revision " + revision + " of model " + modelVersion + ", layers " + layers.keySet();
  }
}
