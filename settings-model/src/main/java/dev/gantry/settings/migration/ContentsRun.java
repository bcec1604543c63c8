// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.migration;

import dev.gantry.core.GantryException;
import dev.gantry.core.Version;
import dev.gantry.settings.LayerKind;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.migration.MigrationRoutes.Direction;
import dev.gantry.settings.migration.MigrationRoutes.Leg;
import dev.gantry.settings.store.LayerId;
import dev.gantry.settings.store.PendingTransaction;
import dev.gantry.settings.store.SettingsEdit;
import dev.gantry.settings.store.StoreContents;
import dev.gantry.settings.store.StoredLeaf;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Runs migrations over all that a store holds. Not thread-safe. */
final class ContentsRun {
  private static final String NOTE = "complements";

  private final SortedMap<String, SettingValue> complements = new TreeMap<>();
  private final SortedMap<String, SortedMap<String, SettingValue>> ofPending = new TreeMap<>();
  private final List<SortedMap<String, SettingValue>> ofCommitted = new ArrayList<>();
  private final List<MigrationChange> changes = new ArrayList<>();
  private final List<PendingLeaves> pending = new ArrayList<>();
  private StoreContents contents;

  ContentsRun(StoreContents contents) throws GantryException {
    this.contents = contents;
    if (contents.notes().entries().get(NOTE) instanceof MapValue notes) {
      complements.putAll(notes.entries());
    }
    for (MapValue each : contents.committedNotes()) {
      SortedMap<String, SettingValue> own = new TreeMap<>(each.entries());
      // What a transaction could not show was no part of its commit.
      own.keySet().removeIf(PendingLeaves::isNote);
      ofCommitted.add(own);
    }
    for (PendingTransaction transaction : contents.pending().values()) {
      SortedMap<String, SettingValue> own =
          new TreeMap<>(contents.notesOf(transaction.name()).entries());
      ofPending.put(transaction.name(), own);
      for (SettingsEdit edit : transaction.edits().values()) {
        pending.add(PendingLeaves.open(transaction, edit, contents.modelVersion(), own));
      }
    }
  }

  private SortedMap<String, SettingValue> complementsOf(@Nullable String transaction) {
    return transaction == null
        ? complements
        : ofPending.computeIfAbsent(transaction, any -> new TreeMap<>());
  }

  List<MigrationChange> changes() {
    return changes;
  }

  StoreContents result(Version target) {
    SortedMap<String, SortedMap<LayerId, SettingsEdit>> edits = new TreeMap<>();
    for (PendingLeaves each : pending) {
      edits
          .computeIfAbsent(each.name(), name -> new TreeMap<>())
          .put(each.layer(), each.close(complementsOf(each.name())));
    }
    List<PendingTransaction> migrated = new ArrayList<>();
    for (PendingTransaction transaction : contents.pending().values()) {
      String name = transaction.name();
      migrated.add(
          new PendingTransaction(
              name, transaction.baseRevision(), edits.getOrDefault(name, new TreeMap<>())));
    }
    TreeMap<String, SettingValue> notes = new TreeMap<>(contents.notes().entries());
    notes.remove(NOTE);
    if (!complements.isEmpty()) {
      notes.put(NOTE, SettingValue.map(complements));
    }
    return contents
        .withPending(migrated)
        .withModelVersion(target)
        .withNotes(notes)
        .withNotesOf(ofPending)
        .withCommittedNotes(
            ofCommitted.stream().filter(each -> !each.isEmpty()).map(SettingValue::map).toList());
  }

  void run(Migration migration, Leg leg) throws GantryException {
    int size = migration.steps().size();
    for (int i = 0; i < size; i++) {
      boolean forward = leg.direction() == Direction.FORWARD;
      int index = forward ? i : size - 1 - i;
      SettingsLens lens = migration.steps().get(index);
      new Step(migration.name(), index, forward ? lens : lens.reversed(), leg.to()).run();
    }
  }

  /** One step, in the direction in which it runs. */
  private final class Step {
    private final MigrationName migration;
    private final String name;
    private final SettingsLens lens;
    private final Version target;

    Step(MigrationName migration, int index, SettingsLens lens, Version target) {
      this.migration = migration;
      this.name = migration + "/" + index;
      this.lens = lens;
      this.target = target;
    }

    void run() throws GantryException {
      SortedSet<LayerId> layers = new TreeSet<>(contents.layers().keySet());
      layers.addAll(layersOfComplements());
      for (LayerId layer : layers) {
        contents = contents.withLayer(layer, run(null, layer, contents.layer(layer)));
      }
      for (PendingLeaves each : pending) {
        each.replace(run(each.name(), each.layer(), each.leaves()), lens);
      }
    }

    /** A layer that has nothing but what the other side cannot express is not there any more. */
    private SortedSet<LayerId> layersOfComplements() {
      SortedSet<LayerId> found = new TreeSet<>();
      addLayers(complements, found);
      ofCommitted.forEach(each -> addLayers(each, found));
      return found;
    }

    private void addLayers(SortedMap<String, SettingValue> kept, SortedSet<LayerId> found) {
      String start = name + "/";
      for (String scope : kept.tailMap(start).keySet()) {
        if (!scope.startsWith(start)) {
          break;
        }
        String[] parts = scope.substring(start.length()).split("/", 2);
        found.add(new LayerId(LayerKind.valueOf(parts[0]), parts[1]));
      }
    }

    /**
     * What was kept of a transaction that was committed since belongs to the units that are still
     * as the step made them.
     */
    private Complement withCommitted(
        String scope, Complement complement, SortedMap<SettingKey, StoredLeaf> leaves)
        throws GantryException {
      SortedMap<SettingKey, Complement.Entry> entries = new TreeMap<>(complement.entries());
      SortedMap<SettingKey, SortedMap<SettingKey, SettingValue>> units = null;
      for (SortedMap<String, SettingValue> kept : ofCommitted) {
        SettingValue stored = kept.remove(scope);
        if (stored == null) {
          continue;
        }
        units = units == null ? units(leaves) : units;
        for (var entry : Complement.ofValue(scope, stored).entries().entrySet()) {
          SortedMap<SettingKey, SettingValue> unit =
              units.getOrDefault(entry.getKey(), Collections.emptySortedMap());
          if (unit.equals(entry.getValue().image())) {
            entries.put(entry.getKey(), entry.getValue());
          }
        }
      }
      return Complement.of(entries);
    }

    private SortedMap<SettingKey, SortedMap<SettingKey, SettingValue>> units(
        SortedMap<SettingKey, StoredLeaf> leaves) {
      SortedMap<SettingKey, SortedMap<SettingKey, SettingValue>> units = new TreeMap<>();
      leaves.forEach(
          (key, leaf) ->
              lens.unit(key)
                  .ifPresent(
                      unit ->
                          units
                              .computeIfAbsent(unit, any -> new TreeMap<>())
                              .put(key, leaf.value())));
      return units;
    }

    private SortedMap<SettingKey, StoredLeaf> run(
        @Nullable String transaction, LayerId layer, SortedMap<SettingKey, StoredLeaf> leaves)
        throws GantryException {
      // The layer's name comes last, since it may have any characters.
      String scope = name + "/" + layer.kind() + "/" + layer.name();
      SortedMap<String, SettingValue> kept = complementsOf(transaction);
      SettingValue stored = kept.get(scope);
      Complement complement =
          stored == null ? Complement.empty() : Complement.ofValue(scope, stored);
      LensRun.State after;
      try {
        if (transaction == null) {
          complement = withCommitted(scope, complement, leaves);
        }
        after = LensRun.forward(lens, new LensRun.State(leaves, complement), target);
      } catch (IllegalStateException e) {
        throw new MigrationFailedException(
            migration.toString(), "a step failed on " + layer + ": " + e.getMessage(), e);
      } catch (RuntimeException e) {
        // What a vendor's step says may have the value in it, which may be a secret.
        throw new MigrationFailedException(
            migration.toString(),
            "a step failed on " + layer + " with " + e.getClass().getSimpleName(),
            null);
      }
      if (after.complement().isEmpty()) {
        kept.remove(scope);
      } else {
        kept.put(scope, after.complement().toValue());
      }
      note(transaction, layer, leaves, after.leaves());
      return after.leaves();
    }

    private void note(
        @Nullable String transaction,
        LayerId layer,
        SortedMap<SettingKey, StoredLeaf> before,
        SortedMap<SettingKey, StoredLeaf> after) {
      SortedSet<SettingKey> keys = new TreeSet<>(before.keySet());
      keys.addAll(after.keySet());
      for (SettingKey key : keys) {
        SettingValue was = value(before.get(key));
        SettingValue is = value(after.get(key));
        if (was == null ? is != null : !was.equals(is)) {
          changes.add(new MigrationChange(migration, transaction, layer, key, was, is));
        }
      }
    }

    private static @Nullable SettingValue value(@Nullable StoredLeaf leaf) {
      return leaf == null ? null : leaf.value();
    }
  }
}
