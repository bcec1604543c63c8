// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.settings.LayerKind;
import dev.gantry.settings.LayeredSettings;
import dev.gantry.settings.LayeredSettings.Explanation;
import dev.gantry.settings.Origin;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingsLayer;
import dev.gantry.settings.SettingsTree;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class ChangeLawsPropertyTest {
  @Provide
  Arbitrary<SettingsTree> trees() {
    return Trees.trees();
  }

  @Provide
  Arbitrary<SettingsTree> wildTrees() {
    return Trees.wildTrees();
  }

  @Property(tries = 10_000)
  void theDifferenceLeadsFromOneToTheOther(
      @ForAll("wildTrees") SettingsTree a, @ForAll("wildTrees") SettingsTree b) {
    SettingsChange change = SettingsChange.between(a, b);
    assertEquals(b, change.applyTo(a));
    assertEquals(a.equals(b), change.isEmpty());
  }

  @Property(tries = 10_000)
  void mergePatchAndJsonPatchSayTheSame(
      @ForAll("wildTrees") SettingsTree a, @ForAll("wildTrees") SettingsTree b) throws Exception {
    JsonPatch patch = JsonPatch.between(a, b);
    assertEquals(b, JsonPatch.read("test", patch.toJson()).applyTo(a));
    SettingsChange change = SettingsChange.between(a, b);
    MergePatch merge = MergePatch.of(change);
    assertEquals(b, merge.applyTo(a));
    assertEquals(b, MergePatch.read("test", merge.toJson()).applyTo(a));
    assertEquals(change, merge.toChange(a));
  }

  @Property(tries = 10_000)
  void overlayIsAssociativeAndIdempotent(
      @ForAll("trees") SettingsTree a,
      @ForAll("trees") SettingsTree b,
      @ForAll("trees") SettingsTree c) {
    assertEquals(
        a.overlaidWith(b).overlaidWith(c), a.overlaidWith(b.overlaidWith(c)), "associative");
    assertEquals(a.overlaidWith(b), a.overlaidWith(b).overlaidWith(b), "idempotent");
    assertEquals(a, a.overlaidWith(SettingsTree.empty()), "neutral on the right");
    assertEquals(a, SettingsTree.empty().overlaidWith(a), "neutral on the left");
  }

  @Property(tries = 10_000)
  void oneChangeAfterAnotherIsOneChange(
      @ForAll("trees") SettingsTree before,
      @ForAll("trees") SettingsTree a,
      @ForAll("trees") SettingsTree b,
      @ForAll("trees") SettingsTree c) {
    SettingsChange first = SettingsChange.between(a, b);
    SettingsChange second = SettingsChange.between(b, c);
    assertEquals(second.applyTo(first.applyTo(before)), first.then(second).applyTo(before));
  }

  @Property(tries = 10_000)
  void threeWayMergeKeepsItsLaws(
      @ForAll("trees") SettingsTree base,
      @ForAll("trees") SettingsTree ours,
      @ForAll("trees") SettingsTree theirs) {
    assertEquals(ours, ThreeWayMerge.merge(base, ours, base).tree());
    assertEquals(theirs, ThreeWayMerge.merge(base, base, theirs).tree());
    ThreeWayMerge.Result same = ThreeWayMerge.merge(base, ours, ours);
    assertEquals(ours, same.tree());
    assertTrue(same.conflicts().isEmpty());
    ThreeWayMerge.Result one = ThreeWayMerge.merge(base, ours, theirs);
    ThreeWayMerge.Result other = ThreeWayMerge.merge(base, theirs, ours);
    assertEquals(
        one.conflicts().stream().map(ThreeWayMerge.Conflict::key).toList(),
        other.conflicts().stream().map(ThreeWayMerge.Conflict::key).toList());
    if (one.conflicts().isEmpty()) {
      assertEquals(one.tree(), other.tree());
    }
    SettingsChange theirChange = SettingsChange.between(base, theirs);
    for (SettingKey key : theirChange.set().keySet()) {
      boolean conflict = one.conflicts().stream().anyMatch(each -> each.key().equals(key));
      assertTrue(conflict || theirs.get(key).equals(one.tree().get(key)), () -> "lost " + key);
    }
  }

  @Property(tries = 2_000)
  void threeWayMergeOfAnyTreesEndsAndIsATree(
      @ForAll("wildTrees") SettingsTree base,
      @ForAll("wildTrees") SettingsTree ours,
      @ForAll("wildTrees") SettingsTree theirs) {
    ThreeWayMerge.Result result = ThreeWayMerge.merge(base, ours, theirs);
    if (result.conflicts().isEmpty()) {
      for (SettingKey key : SettingsChange.between(base, theirs).set().keySet()) {
        assertEquals(theirs.get(key), result.tree().get(key));
      }
    }
  }

  @Property(tries = 2_000)
  void settingAndUnsettingInALayerIsNothing(
      @ForAll("trees") SettingsTree defaults, @ForAll("trees") SettingsTree user) {
    LayeredSettings before =
        LayeredSettings.of(
            List.of(
                SettingsLayer.of(
                    LayerKind.VENDOR_DEFAULT, "defaults", defaults, Origin.of("defaults")),
                SettingsLayer.empty(LayerKind.API, "api")));
    SettingsLayer api = SettingsLayer.of(LayerKind.API, "api", user, Origin.of("api"));
    LayeredSettings set = before.with(api);
    assertEquals(defaults.overlaidWith(user), set.effective());
    SettingsLayer unset = api;
    for (SettingKey key : user.leaves().keySet()) {
      Explanation explanation = set.explain(key);
      assertEquals(user.leaves().get(key), explanation.winner().orElseThrow().definition().value());
      assertEquals(defaults.leaves().containsKey(key) ? 2 : 1, explanation.definitions().size());
      unset = unset.without(key);
    }
    assertEquals(before.effective(), set.with(unset).effective());
    assertEquals(before, set.with(unset));
  }
}
