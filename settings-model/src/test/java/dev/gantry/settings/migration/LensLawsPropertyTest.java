// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.migration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.core.Version;
import dev.gantry.settings.Origin;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.ListValue;
import dev.gantry.settings.SettingValue.StringValue;
import dev.gantry.settings.SettingsLayer.Definition;
import dev.gantry.settings.store.CommitOutcome;
import dev.gantry.settings.store.LayerId;
import dev.gantry.settings.store.PendingTransaction;
import dev.gantry.settings.store.RevisionInfo;
import dev.gantry.settings.store.SettingsEdit;
import dev.gantry.settings.store.SettingsStore;
import dev.gantry.settings.store.StoreContents;
import dev.gantry.settings.store.StoreFiles;
import dev.gantry.settings.store.StoreOptions;
import dev.gantry.settings.store.StoredLeaf;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/**
 * The laws of steps and of paths: going there and back is nothing, from either side, with whatever
 * the complement holds.
 */
class LensLawsPropertyTest {
  private static final Version OLD = Version.of(1, 0, 0);
  private static final Version NEW = Version.of(1, 1, 0);
  private static final String[] NAMES = {"a", "b", "m", "x", "y"};

  /** Every kind of step, so that units are hit often by keys of five names. */
  private static final Map<String, List<SettingsLens>> STEPS = steps();

  private static Map<String, List<SettingsLens>> steps() {
    SettingKey a = SettingKey.of("a");
    SettingKey ax = SettingKey.of("a", "x");
    SettingKey any = SettingKey.of("a", "*");
    Map<String, List<SettingsLens>> steps = new TreeMap<>();
    steps.put("rename", List.of(Lenses.rename(a, "b")));
    steps.put("rename a leaf", List.of(Lenses.rename(ax, "y")));
    steps.put("move out", List.of(Lenses.move(ax, SettingKey.of("m"))));
    steps.put("move in", List.of(Lenses.move(a, SettingKey.of("a", "m"))));
    steps.put("hoist", List.of(Lenses.hoistMap(SettingKey.of("a", "m"), Set.of("x"))));
    steps.put("rename names", Lenses.renameNames(a, Map.of("x", "y", "m", "b")));
    steps.put("remove", List.of(Lenses.removeField(ax)));
    steps.put("remove any", List.of(Lenses.removeField(SettingKey.of("*", "x"))));
    steps.put("add", List.of(Lenses.addField(any, "x", SettingValue.of("default"))));
    steps.put("add to one", List.of(Lenses.addField(a, "x", SettingValue.of(true))));
    steps.put(
        "table",
        List.of(
            Lenses.mapScalar(
                any,
                Map.of(
                    SettingValue.of("1"), SettingValue.of("2"),
                    SettingValue.of("p"), SettingValue.of("q")))));
    steps.put(
        "lossy table",
        List.of(
            Lenses.mapScalar(
                any,
                Map.of(
                    SettingValue.of("1"), SettingValue.of("p"),
                    SettingValue.of("2"), SettingValue.of("p")))));
    steps.put(
        "functions",
        List.of(
            Lenses.mapScalar(
                any,
                value ->
                    value instanceof StringValue text
                        ? Optional.of(SettingValue.of(text.value().toUpperCase(Locale.ROOT)))
                        : Optional.empty(),
                value -> Optional.of(value))));
    steps.put("wrap", List.of(Lenses.wrapList(any)));
    steps.put("unwrap", List.of(Lenses.unwrapList(any)));
    steps.put("split", List.of(Lenses.split(ax, ":", SettingKey.of("a", "y"), SettingKey.of("b"))));
    steps.put("join", List.of(Lenses.join(ax, SettingKey.of("b"), ":", SettingKey.of("m"))));
    steps.put("rename in list", List.of(Lenses.renameInList(any, "x", "y")));
    steps.put("iso", List.of(Lenses.iso(a, LensLawsPropertyTest::shift, part -> part)));
    steps.put(
        "reversed", List.of(Lenses.removeField(ax).reversed(), Lenses.rename(a, "b").reversed()));
    return steps;
  }

  /** No iso at all: what it says comes back otherwise; the laws hold all the same. */
  private static SortedMap<SettingKey, SettingValue> shift(
      SortedMap<SettingKey, SettingValue> part) {
    SortedMap<SettingKey, SettingValue> result = new TreeMap<>();
    part.keySet().forEach(key -> result.put(SettingKey.of("a", "m"), part.get(key)));
    return result;
  }

  @Provide
  Arbitrary<SettingValue> values() {
    Arbitrary<SettingValue> scalars =
        Arbitraries.of(
            SettingValue.of("1"),
            SettingValue.of("2"),
            SettingValue.of("p"),
            SettingValue.of("q"),
            SettingValue.of("P"),
            SettingValue.of("1:2"),
            SettingValue.of(":"),
            SettingValue.of("default"),
            SettingValue.of(true),
            SettingValue.of(7));
    Arbitrary<SettingValue> maps =
        scalars
            .map(value -> Map.of("x", value))
            .flatMap(
                map ->
                    Arbitraries.of(
                        SettingValue.map(map),
                        SettingValue.map(Map.of("x", SettingValue.of(1), "y", SettingValue.of(2))),
                        SettingValue.map(Map.of("y", SettingValue.of("z")))));
    Arbitrary<SettingValue> lists =
        Arbitraries.oneOf(scalars, maps).list().ofMaxSize(3).map(ListValue::new);
    return Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(4, scalars), net.jqwik.api.Tuple.of(1, lists));
  }

  @Provide
  Arbitrary<SortedMap<SettingKey, SettingValue>> leaves() {
    Arbitrary<SettingKey> keys =
        Arbitraries.of(NAMES).list().ofMinSize(1).ofMaxSize(3).map(SettingKey::of);
    return Arbitraries.maps(keys, values()).ofMaxSize(6).map(TreeMap::new);
  }

  @Provide
  Arbitrary<String> stepNames() {
    return Arbitraries.of(STEPS.keySet());
  }

  private static SortedMap<SettingKey, StoredLeaf> stored(
      SortedMap<SettingKey, SettingValue> values) {
    SortedMap<SettingKey, StoredLeaf> leaves = new TreeMap<>();
    values.forEach(
        (key, value) ->
            leaves.put(key, StoredLeaf.of(new Definition(value, Origin.of("test")), OLD)));
    return leaves;
  }

  private static SortedMap<SettingKey, SettingValue> values(
      SortedMap<SettingKey, StoredLeaf> leaves) {
    SortedMap<SettingKey, SettingValue> values = new TreeMap<>();
    leaves.forEach((key, leaf) -> values.put(key, leaf.value()));
    return values;
  }

  /** 1,000 cases for each step, in each direction, with each of two complements. */
  private void checkLaws(
      SettingsLens lens,
      SortedMap<SettingKey, SettingValue> here,
      SortedMap<SettingKey, SettingValue> before)
      throws Exception {
    // The complement of another journey: as good as any, and often about the same units.
    Complement other =
        LensRun.backward(lens, new LensRun.State(stored(before), Complement.empty()), OLD)
            .complement();
    for (Complement complement : List.of(Complement.empty(), other)) {
      LensRun.State start = new LensRun.State(stored(here), complement);
      LensRun.State there = LensRun.forward(lens, start, NEW);
      Complement kept = Complement.ofValue("test", there.complement().toValue());
      assertEquals(there.complement(), kept);
      LensRun.State back = LensRun.backward(lens, new LensRun.State(there.leaves(), kept), OLD);
      assertEquals(here, values(back.leaves()));
      LensRun.State again = LensRun.forward(lens, back, NEW);
      assertEquals(values(there.leaves()), values(again.leaves()));
    }
  }

  @Property(tries = 20_000, shrinking = ShrinkingMode.BOUNDED)
  void eachStepThereAndBackIsNothing(
      @ForAll("stepNames") String name,
      @ForAll("leaves") SortedMap<SettingKey, SettingValue> here,
      @ForAll("leaves") SortedMap<SettingKey, SettingValue> before)
      throws Exception {
    for (SettingsLens lens : STEPS.getOrDefault(name, List.of())) {
      checkLaws(lens, here, before);
      checkLaws(lens.reversed(), here, before);
    }
  }

  @Provide
  Arbitrary<List<List<String>>> paths() {
    return stepNames().list().ofMinSize(1).ofMaxSize(3).list().ofMinSize(1).ofMaxSize(4);
  }

  /** A path of versions 1.0, 1.1 and so on; each edge has a migration of some steps. */
  private static MigrationRunner runner(List<List<String>> path) throws Exception {
    MigrationRoutes.Builder routes = MigrationRoutes.builder();
    List<Migration> migrations = new ArrayList<>();
    for (int i = 0; i < path.size(); i++) {
      Version from = Version.of(1, i, 0);
      Version to = Version.of(1, i + 1, 0);
      List<SettingsLens> steps = new ArrayList<>();
      path.get(i).forEach(name -> steps.addAll(STEPS.get(name)));
      MigrationName name = new MigrationName(to, "test");
      migrations.add(new Migration(name, steps));
      routes.add(from, to, List.of(name.targetName()));
    }
    return MigrationRunner.of(migrations, routes.build());
  }

  private static StoreContents contents(
      Version version,
      SortedMap<SettingKey, SettingValue> live,
      SortedMap<SettingKey, SettingValue> pending) {
    SettingsEdit edit = SettingsEdit.ofApi();
    for (Map.Entry<SettingKey, SettingValue> entry : pending.entrySet()) {
      // An edit takes no leaf below another.
      edit = edit.set(entry.getKey(), entry.getValue(), Origin.of("test"));
    }
    return StoreContents.empty(version)
        .withLayer(LayerId.API, stored(live))
        .withPending(new PendingTransaction("tx", 0, new TreeMap<>(Map.of(LayerId.API, edit))));
  }

  private static List<Object> seen(StoreContents contents) {
    List<Object> all = new ArrayList<>();
    all.add(values(new TreeMap<>(contents.layer(LayerId.API))));
    SortedMap<SettingKey, SettingValue> pending = new TreeMap<>();
    for (PendingTransaction transaction : contents.pending().values()) {
      for (SettingsEdit edit : transaction.edits().values()) {
        edit.sets().forEach((key, definition) -> pending.put(key, definition.value()));
      }
    }
    all.add(pending);
    return all;
  }

  @Property(tries = 2_000, shrinking = ShrinkingMode.BOUNDED)
  void eachPathThereAndBackIsNothing(
      @ForAll("paths") List<List<String>> path,
      @ForAll("leaves") SortedMap<SettingKey, SettingValue> live,
      @ForAll("leaves") SortedMap<SettingKey, SettingValue> pending)
      throws Exception {
    MigrationRunner runner = runner(path);
    Version first = Version.of(1, 0, 0);
    Version last = Version.of(1, path.size(), 0);
    for (Version start : List.of(first, last)) {
      Version end = start.equals(first) ? last : first;
      StoreContents here = contents(start, live, pending);
      StoreContents there = runner.preview(here, end).result();
      assertEquals(end, there.modelVersion());
      StoreContents back = runner.preview(there, start).result();
      assertEquals(seen(here), seen(back));
      assertEquals(seen(there), seen(runner.preview(back, end).result()));
    }
  }

  @Property(tries = 1_000, shrinking = ShrinkingMode.BOUNDED)
  void whatChangedThereIsCarriedBackAndTheRestStays(
      @ForAll("stepNames") String name,
      @ForAll("leaves") SortedMap<SettingKey, SettingValue> here,
      @ForAll("values") SettingValue value)
      throws Exception {
    SettingKey elsewhere = SettingKey.of("elsewhere");
    MigrationRunner runner = runner(List.of(List.of(name)));
    StoreContents there =
        runner.preview(contents(NEW, here, Collections.emptySortedMap()), OLD).result();
    SortedMap<SettingKey, StoredLeaf> changed = new TreeMap<>(there.layer(LayerId.API));
    changed.put(elsewhere, StoredLeaf.of(new Definition(value, Origin.of("test")), OLD));
    StoreContents back = runner.preview(there.withLayer(LayerId.API, changed), NEW).result();
    SortedMap<SettingKey, SettingValue> expected = new TreeMap<>(here);
    expected.put(elsewhere, value);
    assertEquals(expected, values(new TreeMap<>(back.layer(LayerId.API))));
  }

  @Property(tries = 2_000, shrinking = ShrinkingMode.BOUNDED)
  void whatIsCommittedOnTheOtherSideComesBackWhole(
      @ForAll("paths") List<List<String>> path,
      @ForAll("leaves") SortedMap<SettingKey, SettingValue> pending)
      throws Exception {
    MigrationRunner runner = runner(path);
    Version first = Version.of(1, 0, 0);
    Version last = Version.of(1, path.size(), 0);
    for (Version start : List.of(first, last)) {
      Version end = start.equals(first) ? last : first;
      StoreContents here = contents(start, Collections.emptySortedMap(), pending);
      StoreContents there = runner.preview(here, end).result();
      boolean hidden =
          there.notesOf("tx").entries().keySet().stream().anyMatch(n -> n.startsWith("hidden/"));
      StoreOptions options = StoreOptions.builder(end, InstantSource.fixed(Instant.EPOCH)).build();
      SettingsStore store = SettingsStore.open(StoreFiles.memory(), options);
      store.rewrite(RevisionInfo.Action.IMPORT, "test", was -> there);
      boolean committed = store.commit("tx") instanceof CommitOutcome.Committed;
      StoreContents back = runner.preview(store.read().contents(), start).result();
      Object expected = seen(here).get(1);
      if (!hidden) {
        assertEquals(expected, seen(back).get(committed ? 0 : 1));
      }
      if (committed) {
        assertEquals(List.of(), back.committedNotes());
      }
    }
  }
}
