// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.LimitExceededException;
import dev.gantry.settings.InvalidSettingsException;
import dev.gantry.settings.LayerKind;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SourceSpan;
import dev.gantry.settings.Violation;
import dev.gantry.settings.bottlerocket.BottlerocketModel;
import dev.gantry.settings.schema.Profile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsBinderTest {
  private static final SettingsBinder BINDER = SettingsBinder.of(SampleModel.MODEL, Profile.STRICT);

  private static BoundSettings toml(String text) throws LimitExceededException {
    return BINDER.bindUserData(TomlConformanceTest.read(text));
  }

  private static BoundSettings json(SettingsBinder binder, String text)
      throws LimitExceededException {
    return binder.bindSettings(
        SettingsDocument.parse("j", DocumentFormat.JSON, text, InputLimits.defaults()));
  }

  private static SettingKey key(String... names) {
    return SettingKey.of(names);
  }

  private static List<String> told(BoundSettings bound) {
    return bound.violations().stream()
        .map(
            each -> {
              SourceSpan span = each.span().orElseThrow();
              String hint = each.suggestion().map(text -> " " + text).orElse("");
              return span.line() + ":" + span.column() + " " + each.code() + hint;
            })
        .toList();
  }

  @Test
  void bindsAllKindsOfValues() throws Exception {
    BoundSettings bound =
        toml(
            """
            [settings]
            motd = "hi"
            [settings.sample]
            old-level = 5
            ratio = 1
            enabled = true
            name = " ab "
            names = ["a", "b"]
            pair = ["x", 7]
            taints.one = "t"
            taints.two = ["t", "u"]
            servers = [{address = "a", port = 1}]
            [settings.sample.peers.p]
            address = "q"
            """);
    assertEquals(List.of(), bound.violations());
    var tree = bound.validTree();
    assertEquals(Optional.of(SettingValue.of(5)), tree.get(key("sample", "level")));
    assertEquals(Optional.of(SettingValue.of("ab")), tree.get(key("sample", "name")));
    assertEquals(Optional.of(SettingValue.strings("t")), tree.get(key("sample", "taints", "one")));
    assertEquals(11, tree.leaves().size());
    SourceSpan level = new SourceSpan("t", 4, 13, 4, 14);
    assertEquals(level, bound.spans().get(key("sample", "level")));
    assertEquals(Optional.of(level), bound.span(key("sample", "level", "below")));
    var layer = bound.toLayer(LayerKind.USER_DATA, "u");
    assertEquals(tree, layer.tree());
    layer.definitions().values().forEach(each -> assertEquals("t", each.origin().source()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          levle = 1                          | 2:1 unknown-key level
          old_levl = 1                       | 2:1 unknown-key level
          quixotic = 1                       | 2:1 unknown-key
          level = "5"                        | 2:9 wrong-type 5
          level = 5.0                        | 2:9 wrong-type
          level = 128                        | 2:9 out-of-range
          level = -129                       | 2:9 out-of-range
          ratio = 1.5                        | 2:9 out-of-range
          ratio = inf                        | 2:9 out-of-range
          enabled = "true"                   | 2:11 wrong-type true
          title = 5                          | 2:9 wrong-type "5"
          title = 1979-05-27                 | 2:9 wrong-type "1979-05-27"
          password = 1979-05-27              | 2:12 wrong-type
          Levle = 1                          | 2:1 unknown-key level
          old_level = 1                      | 2:1 unknown-key level
          motd = "hi"                        | 2:1 unknown-key settings.motd
          "sample" = 1                       | 2:1 unknown-key settings.sample
          servers = [{Motd = 1, address="a"}]| 2:13 unknown-key settings.motd
          address = "a"                      | 2:1 unknown-key
          title = {a = 1}                    | 2:9 wrong-type
          name = "no!"                       | 2:8 invalid-value
          name = "123456789"                 | 2:8 invalid-value
          colour = "gren"                    | 2:10 invalid-value "green"
          names = []                         | 2:9 wrong-size
          names = ["a", "b", "a"]            | 2:20 duplicate-item
          names = ["a", 5]                   | 2:15 wrong-type "5"
          pair = ["a"]                       | 2:8 wrong-size
          pair = ["a", "b"]                  | 2:14 wrong-type
          taints.x = 5                       | 2:12 wrong-type
          taints.x = []                      | 2:12 wrong-size
          taints.x = ["a", "b!"]             | 2:18 invalid-value
          taints."x!" = "a"                  | 2:8 invalid-name
          servers = [{port = 1}]             | 2:12 missing-key
          servers = [{address = "a", prt=1}] | 2:28 unknown-key port
          servers = [{adress = "a"}]         | 2:13 unknown-key address
          peers.p.port = 1                   | 2:7 missing-key
          password = 5                       | 2:12 wrong-type
          """)
  void tellsWhatIsWrongWithAValue(String line, String expected) throws LimitExceededException {
    BoundSettings bound = toml("[settings.sample]\n" + line + "\n");
    assertEquals(List.of(expected), told(bound));
    assertTrue(
        bound.tree().get(key("sample", line.split("[ .]", -1)[0])).isEmpty()
            || line.startsWith("peers"));
    assertThrows(InvalidSettingsException.class, bound::validTree);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          `[setings.sample]⏎level = 1`        | 1:2 unknown-table settings
          `[sample]⏎level = 1`                | 1:2 unknown-table settings.sample
          `[settings]⏎[quixotic]⏎level = 1`   | 2:2 unknown-table
          `x = 1`                             | 1:1 unknown-table;1:1 missing-settings
          `# nothing`                         | 1:1 missing-settings
          `settings = 5`                      | 1:12 wrong-type
          `[settings.sampel]⏎x = 1`           | 1:11 unknown-key sample
          `[settings]⏎old_level = 1`          | 2:1 unknown-key
          `[settings]⏎Password = "x"`         | 2:1 unknown-key settings.sample.password
          `[settings]⏎"ti.tle" = "x"`         | 2:1 unknown-key
          """)
  void tellsWhatIsWrongAroundSettings(String text, String expected) throws LimitExceededException {
    List<String> sorted = List.of(expected.split(";")).stream().sorted().toList();
    assertEquals(sorted, told(toml(text.replace("⏎", "\n"))).stream().sorted().toList());
  }

  @Test
  void blankUserDataIsNothing() throws LimitExceededException {
    BoundSettings bound = toml(" \n\t\n");
    assertEquals(List.of(), bound.violations());
    assertTrue(bound.tree().isEmpty());
  }

  @Test
  void twoNamesOfOneKeyAreADuplicate() throws LimitExceededException {
    BoundSettings bound = toml("[settings.sample]\nlevel = 1\nold-level = 2\n");
    assertEquals(List.of("3:1 duplicate-key"), told(bound));
    assertEquals(2, bound.violations().get(0).related().get(0).span().line());
  }

  @Test
  void profilesDiffer() throws LimitExceededException {
    SettingsDocument document =
        TomlConformanceTest.read("[settings.sample]\nname = \"123456789\"\n");
    assertEquals(1, BINDER.bindUserData(document).violations().size());
    BoundSettings compat =
        SettingsBinder.of(SampleModel.MODEL, Profile.COMPAT).bindUserData(document);
    assertEquals(List.of(), compat.violations());
  }

  @Test
  void nullTakesAwayInPatchesOnly() throws LimitExceededException {
    String text = "{\"sample\": {\"level\": null, \"peers\": {\"p\": null}}, \"motd\": null}";
    assertEquals(
        List.of("1:22 null-value", "1:43 null-value", "1:59 null-value"), told(json(BINDER, text)));
    BoundSettings patch = json(BINDER.forPatches(), text);
    assertEquals(List.of(), patch.violations());
    assertEquals(
        Set.of(key("motd"), key("sample", "level"), key("sample", "peers", "p")), patch.unset());
    assertFalse(
        json(BINDER.forPatches(), "{\"sample\": {\"names\": [null]}}").violations().isEmpty());
  }

  @Test
  void secretsAreInNoMessage() throws LimitExceededException {
    BoundSettings bound =
        toml(
            """
            [settings.sample]
            password = "hunter2!"
            servers = [{address = "a", token = "hunter2 and more"}, {address = "b", token = 5}]
            """);
    assertEquals(3, bound.violations().size());
    for (Violation violation : bound.violations()) {
      assertFalse(violation.toString().contains("hunter2"), violation::toString);
      assertEquals(Optional.empty(), violation.suggestion());
    }
    assertFalse(bound.toString().contains("hunter2"));
  }

  @Test
  void violationsAreAsManyAsTheLimitAllows() throws LimitExceededException {
    StringBuilder text = new StringBuilder("[settings.sample]\n");
    for (int i = 0; i < 50; i++) {
      text.append("quixotic").append(i).append(" = 1\ntaints.x").append(i).append(" = [5, 6]\n");
    }
    text.append("names = [\nx\n");
    for (int limit : new int[] {1, 2, 3, 10, 1_000}) {
      SettingsDocument document =
          SettingsDocument.parse(
              "t",
              DocumentFormat.TOML,
              text.toString(),
              InputLimits.defaults().withMaxViolations(limit));
      BoundSettings bound =
          SettingsBinder.of(SampleModel.MODEL, Profile.STRICT).bindUserData(document);
      assertEquals(Math.min(limit, 151), bound.violations().size());
      assertThrows(InvalidSettingsException.class, bound::validTree);
    }
  }

  /** A rule that reports often, and many keys that are in doubt, are no reason to wait. */
  @Test
  void rulesTakeTimeForTheNumberOfKeysOnly() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 15_000; i++) {
      text.append("[settings.kernel.modules.m").append(i);
      text.append("]\nallowed = false\nautoload = true\n[settings.kernel.modules.x").append(i);
      text.append("]\nallowed = 5\n");
    }
    BoundSettings bound =
        assertTimeoutPreemptively(
            Duration.ofSeconds(20),
            () ->
                UserData.parse(
                    "t",
                    ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8)),
                    BottlerocketModel.model(),
                    Profile.STRICT));
    assertEquals(InputLimits.defaults().maxViolations(), bound.violations().size());
  }
}
