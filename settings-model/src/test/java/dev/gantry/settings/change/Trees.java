// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.change;

import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingsTree;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Generates trees in which no key is a leaf in one and a map in another, as in one model. */
final class Trees {
  private Trees() {}

  /** Names of leaves start with {@code l}, names of maps with {@code m}; few, so that they meet. */
  static Arbitrary<SettingKey> keys() {
    Arbitrary<String> maps = Arbitraries.of("m1", "m2", "m.3", "m/~4");
    Arbitrary<String> leaves = Arbitraries.of("l1", "l2", "l.3", "l~1");
    return maps.list()
        .ofMaxSize(2)
        .flatMap(around -> leaves.map(leaf -> SettingKey.of(around).child(leaf)));
  }

  static Arbitrary<SettingValue> values() {
    Arbitrary<SettingValue> simple =
        Arbitraries.of(
            SettingValue.of("x"),
            SettingValue.of(""),
            SettingValue.of(1),
            SettingValue.of(true),
            SettingValue.map(Map.of("k", SettingValue.of("in a list"))));
    return Arbitraries.oneOf(
        simple.filter(value -> !(value instanceof SettingValue.MapValue)),
        simple.list().ofMaxSize(3).map(SettingValue.ListValue::new));
  }

  static Arbitrary<SettingsTree> trees() {
    return Arbitraries.maps(keys(), values()).ofMaxSize(12).map(SettingsTree::ofValues);
  }

  /** Trees in which a key may be a leaf here and a map there. */
  static Arbitrary<SettingsTree> wildTrees() {
    return Arbitraries.maps(
            Arbitraries.of("a", "b").list().ofMinSize(1).ofMaxSize(3).map(SettingKey::of), values())
        .ofMaxSize(6)
        .map(SettingsTree::ofValues);
  }
}
