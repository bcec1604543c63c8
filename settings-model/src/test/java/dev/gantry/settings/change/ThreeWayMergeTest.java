// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.change;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingsJson;
import dev.gantry.settings.SettingsTree;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ThreeWayMergeTest {
  private static SettingsTree tree(String json) throws Exception {
    return SettingsTree.of(SettingsJson.readMap("test", json));
  }

  private static ThreeWayMerge.Result merge(
      String base, String ours, String theirs, ListStrategy lists) throws Exception {
    return ThreeWayMerge.merge(tree(base), tree(ours), tree(theirs), key -> lists);
  }

  private static List<String> conflicts(ThreeWayMerge.Result result) {
    return result.conflicts().stream().map(conflict -> conflict.key().toString()).toList();
  }

  @Test
  void twoWaysToChangeOneValueAreAConflict() throws Exception {
    ThreeWayMerge.Result result =
        merge(
            "{\"a\":1,\"b\":1,\"c\":1}",
            "{\"a\":2,\"b\":1,\"d\":1}",
            "{\"a\":3,\"b\":2}",
            ListStrategy.atomic());
    assertEquals(tree("{\"a\":2,\"b\":2,\"d\":1}"), result.tree());
    assertEquals(List.of("a"), conflicts(result));
    ThreeWayMerge.Conflict conflict = result.conflicts().get(0);
    assertEquals(SettingValue.of(1), conflict.base().orElseThrow());
    assertEquals(SettingValue.of(2), conflict.ours().orElseThrow());
    assertEquals(SettingValue.of(3), conflict.theirs().orElseThrow());
  }

  @Test
  void removingWhatTheOtherChangedIsAConflict() throws Exception {
    assertEquals(
        List.of("a"), conflicts(merge("{\"a\":1}", "{}", "{\"a\":2}", ListStrategy.atomic())));
  }

  @Test
  void aLeafHereAndAMapThereIsAConflict() throws Exception {
    ThreeWayMerge.Result result =
        merge("{}", "{\"a\":1}", "{\"a\":{\"b\":2}}", ListStrategy.atomic());
    assertEquals(List.of("a"), conflicts(result));
    assertEquals(SettingValue.of(1), result.tree().get(SettingKey.of("a")).orElseThrow());
  }

  @Test
  void listsAreMergedAsTheirStrategySays() throws Exception {
    String base = "{\"l\":[\"a\",\"b\"]}";
    String ours = "{\"l\":[\"b\",\"c\"]}";
    String theirs = "{\"l\":[\"a\",\"b\",\"d\"]}";
    assertEquals(List.of("l"), conflicts(merge(base, ours, theirs, ListStrategy.atomic())));
    assertEquals(
        tree("{\"l\":[\"b\",\"c\",\"d\"]}"), merge(base, ours, theirs, ListStrategy.set()).tree());
  }

  @Test
  void listsOfMapsAreMergedByOneMember() throws Exception {
    String base = "{\"l\":[{\"n\":\"a\",\"v\":1},{\"n\":\"b\",\"v\":1}]}";
    String ours = "{\"l\":[{\"n\":\"a\",\"v\":2},{\"n\":\"b\",\"v\":1}]}";
    String theirs = "{\"l\":[{\"n\":\"a\",\"v\":1},{\"n\":\"c\",\"v\":3}]}";
    ListStrategy byName = ListStrategy.keyedBy("n");
    assertEquals(
        tree("{\"l\":[{\"n\":\"a\",\"v\":2},{\"n\":\"c\",\"v\":3}]}"),
        merge(base, ours, theirs, byName).tree());
    String also = "{\"l\":[{\"n\":\"a\",\"v\":3},{\"n\":\"b\",\"v\":1}]}";
    assertEquals(List.of("l"), conflicts(merge(base, ours, also, byName)));
    assertEquals(List.of("l"), conflicts(merge(base, ours, "{\"l\":[1]}", byName)));
  }
}
