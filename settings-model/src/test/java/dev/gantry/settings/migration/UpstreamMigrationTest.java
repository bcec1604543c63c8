// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.migration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.migration.UpstreamMigration.AddMetadataMigration;
import dev.gantry.settings.migration.UpstreamMigration.AddPrefixesMigration;
import dev.gantry.settings.migration.UpstreamMigration.AddSettingsMigration;
import dev.gantry.settings.migration.UpstreamMigration.ListReplacement;
import dev.gantry.settings.migration.UpstreamMigration.MetadataReplacement;
import dev.gantry.settings.migration.UpstreamMigration.NoOpMigration;
import dev.gantry.settings.migration.UpstreamMigration.RemoveMetadataMigration;
import dev.gantry.settings.migration.UpstreamMigration.RemoveSettingsMigration;
import dev.gantry.settings.migration.UpstreamMigration.ReplaceListsMigration;
import dev.gantry.settings.migration.UpstreamMigration.ReplaceMetadataListsMigration;
import dev.gantry.settings.migration.UpstreamMigration.ReplaceMetadataMigration;
import dev.gantry.settings.migration.UpstreamMigration.ReplaceSchnauzerMigration;
import dev.gantry.settings.migration.UpstreamMigration.ReplaceStringMigration;
import dev.gantry.settings.migration.UpstreamMigration.ReplaceTemplateMigration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The kinds of migrations that Bottlerocket has, losses included. */
class UpstreamMigrationTest {
  private static final String A = "settings.a";
  private static final SettingValue X = SettingValue.of("x");
  private static final SettingValue Y = SettingValue.of("y");

  private static UpstreamData data(Object... pairs) {
    SortedMap<String, SettingValue> values = new TreeMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      values.put((String) pairs[i], (SettingValue) pairs[i + 1]);
    }
    return UpstreamData.of(values);
  }

  private static UpstreamData withMetadata(SettingValue value, String name, SettingValue meta) {
    return new UpstreamData(
        new TreeMap<>(Map.of(A, value)),
        new TreeMap<>(Map.of(A, new TreeMap<>(Map.of(name, meta)))));
  }

  @Test
  void addedSettingsAreDeletedOnTheWayBack() throws Exception {
    var migration = new AddSettingsMigration(List.of(A));
    UpstreamData both = data(A, X, "settings.ab", Y);
    assertEquals(both, migration.forward(both));
    assertEquals(data("settings.ab", Y), migration.backward(both));
    assertEquals(List.of(), migration.lossless());
  }

  @Test
  void addedPrefixesAreDeletedWithinNamesToo() throws Exception {
    var migration = new AddPrefixesMigration(List.of(A));
    assertEquals(
        data("settings.b", X), migration.backward(data(A, X, "settings.ab", Y, "settings.b", X)));
    assertEquals(data(A, X), migration.forward(data(A, X)));
  }

  @Test
  void removedSettingsDoNotComeBackButTheLosslessFormKeepsThem() throws Exception {
    var migration = new RemoveSettingsMigration(List.of(A, "services.a"));
    assertEquals(data(), migration.backward(migration.forward(data(A, X))));
    assertEquals(1, migration.lossless().size());
    assertEquals(
        SettingKey.of("a"), migration.lossless().get(0).unit(SettingKey.of("a")).orElseThrow());
  }

  @Test
  void stringsAreReplacedIfEqual() throws Exception {
    var migration = new ReplaceStringMigration(A, "x", "y");
    assertEquals(data(A, Y), migration.forward(data(A, X)));
    assertEquals(data(A, X), migration.backward(data(A, Y)));
    UpstreamData list = data(A, SettingValue.list(X));
    assertEquals(list, migration.forward(list));
    assertEquals(data(), migration.forward(data()));
    assertEquals(data(A, SettingValue.of("z")), migration.forward(data(A, SettingValue.of("z"))));
  }

  @Test
  void listsAreReplacedIfEqualAndRefusedIfMixed() throws Exception {
    var migration =
        new ReplaceListsMigration(List.of(new ListReplacement(A, List.of("x"), List.of("x", "y"))));
    assertEquals(
        data(A, SettingValue.strings("x", "y")),
        migration.forward(data(A, SettingValue.strings("x"))));
    assertEquals(
        data(A, SettingValue.strings("x")),
        migration.backward(data(A, SettingValue.strings("x", "y"))));
    assertEquals(data(A, X), migration.forward(data(A, X)));
    UpstreamData mixed = data(A, SettingValue.list(X, SettingValue.of(1)));
    assertThrows(MigrationFailedException.class, () -> migration.forward(mixed));
    assertThrows(MigrationFailedException.class, () -> migration.backward(mixed));
  }

  @Test
  void valuesOfTemplatesAreReplacedIfTheyAreWhatTheOldOneGives() throws Exception {
    var migration = new ReplaceTemplateMigration(A, "old", "new", (text, data) -> text + "!");
    SettingValue old = SettingValue.of("old");
    SettingValue fresh = SettingValue.of("new");
    assertEquals(
        withMetadata(SettingValue.of("new!"), "template", fresh),
        migration.forward(withMetadata(SettingValue.of("old!"), "template", old)));
    assertEquals(
        withMetadata(X, "template", fresh), migration.forward(withMetadata(X, "template", old)));
    assertEquals(
        withMetadata(X, "template", old), migration.backward(withMetadata(X, "template", fresh)));
    assertEquals(withMetadata(X, "template", Y), migration.forward(withMetadata(X, "template", Y)));
    assertEquals(data(A, X), migration.forward(data(A, X)));
    assertThrows(
        MigrationFailedException.class, () -> migration.forward(data(A, SettingValue.of(1))));
  }

  @Test
  void valuesOfGeneratorsAreReplacedIfTheyAreSchnauzers() throws Exception {
    String old = "schnauzer-v2 render old";
    var migration = new ReplaceSchnauzerMigration(A, old, "schnauzer-v2 render new", (c, d) -> c);
    String name = "setting-generator";
    assertEquals(
        withMetadata(
            SettingValue.of("schnauzer-v2 render new"),
            name,
            SettingValue.of("schnauzer-v2 render new")),
        migration.forward(withMetadata(SettingValue.of(old), name, SettingValue.of(old))));
    UpstreamData other = withMetadata(X, name, SettingValue.of("bork seed"));
    assertEquals(other, migration.forward(other));
    var bork = new ReplaceSchnauzerMigration(A, "bork seed", "bork", (command, data) -> "x");
    assertEquals(other, bork.forward(other));
  }

  @Test
  void metadataAreAddedRemovedAndReplaced() throws Exception {
    UpstreamData x = withMetadata(X, "m", X);
    UpstreamData none =
        new UpstreamData(new TreeMap<>(Map.of(A, X)), new TreeMap<>(Map.of(A, new TreeMap<>())));
    TreeMap<String, List<String>> names = new TreeMap<>(Map.of(A, List.of("m"), "b", List.of("m")));
    assertEquals(x, new AddMetadataMigration(names).forward(x));
    assertEquals(none, new AddMetadataMigration(names).backward(x));
    assertEquals(none, new RemoveMetadataMigration(names).forward(x));
    assertEquals(none, new RemoveMetadataMigration(names).backward(none));
    var text = new ReplaceMetadataMigration(List.of(new MetadataReplacement(A, "m", "x", "y")));
    assertEquals(withMetadata(X, "m", Y), text.forward(x));
    assertEquals(x, text.backward(withMetadata(X, "m", Y)));
    var lists =
        new ReplaceMetadataListsMigration(
            List.of(Map.entry("m", new ListReplacement(A, List.of("x"), List.of("y")))));
    UpstreamData before = withMetadata(X, "m", SettingValue.strings("x"));
    assertEquals(withMetadata(X, "m", SettingValue.strings("y")), lists.forward(before));
    assertEquals(before, lists.backward(lists.forward(before)));
    assertEquals(x, lists.forward(x));
    UpstreamData mixed = withMetadata(X, "m", SettingValue.list(SettingValue.of(1)));
    assertThrows(MigrationFailedException.class, () -> lists.forward(mixed));
  }

  @Test
  void nothingIsDoneByNoOp() {
    assertEquals(data(A, X), new NoOpMigration().forward(data(A, X)));
    assertEquals(data(A, X), new NoOpMigration().backward(data(A, X)));
  }
}
