// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.LimitExceededException;
import dev.gantry.settings.bottlerocket.BottlerocketModel;
import dev.gantry.settings.schema.Profile;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

class DiagnosticRendererTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static BoundSettings bind(String text) throws LimitExceededException {
    return SettingsBinder.of(BottlerocketModel.model(), Profile.STRICT)
        .bindUserData(
            SettingsDocument.parse(
                "user data.toml", DocumentFormat.TOML, text, InputLimits.defaults()));
  }

  private static String render(String text) throws LimitExceededException {
    BoundSettings bound = bind(text);
    return DiagnosticRenderer.of(BottlerocketModel.model(), List.of(bound.document()))
        .render(bound.violations());
  }

  @Test
  void showsTheLineWithACaretAndHelp() throws LimitExceededException {
    assertEquals(
        """
        error[unknown-key]: kubernetes.max-pod: there is no such setting
         --> user data.toml:2:2
          |
        2 |  max-pod = 5
          |  ^^^^^^^
          help: did you mean max-pods?
        """
            .replace("max-pod = 5", "max-pod = (secret)"),
        render("[settings.kubernetes]\n\tmax-pod = 5\n"));
  }

  @Test
  void showsOtherPlacesAsNotes() throws LimitExceededException {
    assertEquals(
        """
        error[duplicate-key]: motd: the key is defined already
         --> user data.toml:3:1
          |
        3 | motd = "b"
          | ^^^^
          note: defined here first
         --> user data.toml:2:1
          |
        2 | motd = "a"
          | ^^^^
        """,
        render("[settings]\nmotd = \"a\"\nmotd = \"b\"\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[settings.kubernetes]⏎bootstrap-token = \"hunter2\"⏎",
        "[settings.kubernetes]⏎bootstrap-token = \"hunter2⏎",
        "[settings.kubernetes]⏎bootstrap-token = hunter2⏎",
        "[settings.kubernetes]⏎bootstrap-token \"hunter2\"⏎",
        "[settings.kubernetes]⏎bootstrap-token = \"hunter2\" x⏎",
        "[settings.kubernetes]⏎bootstrap-token = [\"hunter2\"]⏎",
        "[settings.kubernetes]⏎bootstrap-token = [\"hunter2\"⏎",
        "[settings.kubernetes]⏎bootstrap-token = {a = \"hunter2⏎",
        "[settings.kubernetes]⏎bootstrap-token = \"\\qhunter2\"⏎",
        "[settings.kubernetes]⏎bootstrap-tokn = \"hunter2\"⏎",
        "[settings.kubernetes]⏎bootstrap token = \"hunter2\"⏎",
        "[settings.kubernets]⏎bootstrap-token = \"hunter2\"⏎x = 01⏎",
        "[setings.kubernetes]⏎bootstrap-token = \"hunter2⏎x = 01⏎",
        "[settings.kubernetes]⏎server-key = \"\"\"⏎hunter2⏎hunter2==⏎x = 01⏎",
        "[settings.kubernetes]⏎server-key = \"hunter2⏎hunter2⏎hunter2=⏎⏎x = 01⏎",
        "[[settings.container-registry.credentials]]⏎registry = \"a b\"⏎password = \"hunter2⏎",
        "[settings.container-registry]⏎credentials = [{registry = \"x\", password = \"hunter2\"]⏎",
        "[settings.container-registry]⏎credentials = [{registry = 1, password = \"hunter2\"}]⏎",
        "[settings.kubernetes] bootstrap-token = \"hunter2\"⏎",
        "[settings.kubernetes bootstrap-token = \"hunter2\"⏎",
        "[settings.kubernetes]]] bootstrap-token = \"hunter2\"⏎",
        "x = [⏎[1 2, \"hunter2\"⏎",
        "[settings]⏎motd = \"hi\" kubernetes.bootstrap-token = \"hunter2\"⏎",
        "[settings]⏎motd = hi kubernetes.bootstrap-token = \"hunter2\"⏎",
        "settings = {motd = \"\"\" , kubernetes = {bootstrap-token = \"hunter2\"}}⏎",
        "[settings.kubernetes]⏎server-key = \"\"⏎hunter2⏎hunter2=⏎hunter2==⏎hun+ter/hunter2==⏎",
        "[settings.kubernetes]⏎server-key = ''⏎hunter2⏎'''⏎x = 1⏎",
        "[settings.kubernets]⏎server-key = \"\"⏎hunter2⏎hunter2==⏎",
        "[settings.kubernetes]⏎server-key = -----BEGIN KEY-----⏎hunter2⏎hunter2==⏎--hunter2 KEY--⏎",
        "[settings.kubernetes]⏎server key = \"\"\"⏎hunter2⏎hunter2 = 1⏎\"\"\"⏎",
        "[settings.kubernetes]⏎server-key} = \"\"\"⏎hunter2⏎hunter2 = 1⏎\"\"\"⏎",
        "[settings.kubernetes]⏎server-key] = '''⏎hunter2⏎hunter2==⏎",
        "[settings.kubernetes]⏎server-key = = '''⏎hunter2⏎hunter2==⏎'''⏎",
      })
  void neverShowsSecrets(String written) throws LimitExceededException {
    String text = written.replace("⏎", "\n");
    BoundSettings bound = bind(text);
    String shown = render(text);
    assertFalse(shown.contains("hunter2"), shown);
    assertFalse(bound.violations().isEmpty());
    String reports =
        ViolationReports.sarif(bound.violations(), "test", "1")
            + ViolationReports.problemJson(bound.violations(), 400)
            + bound.violations();
    assertFalse(reports.contains("hunter2"), reports);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"settings\":{\"unknown\":[\"hunter2\",⏎\"hunter2\",⏎oops",
        "{\"settings\":{\"unknown\":[{\"a\":\"hunter2\"},[\"hunter2\", oops",
        "{\"settings\":{\"unknown\":[[\"x\",[\"hunter2\",⏎oops",
        "{\"settings\":{\"unknown\":\"hunter2⏎hunter2",
        "{\"settings\":{\"unknown\":hunter2",
        "{\"settings\":{\"unknown\":⏎\"hunter2",
        "{\"settings\":{\"unknown\":1e4000,\"hunter2⏎\":1}}",
        "{\"settings\":{\"kubernetes\":{\"bootstrap-token\":[\"hunter2\",⏎oops",
        "{\"settings\":{\"kubernetes\":{\"bootstrap-token\":\"\\uD800hunter2\"⏎oops",
        "{\"settings\":{\"kubernetes\":{\"bootstrap-token\":\"a\"}},⏎'hunter2'",
        "{\"settings\":{\"kubernetes\":{\"bootstrap-token\":{\"a\":\"hunter2\",",
        "{\"settings\":[[\"hunter2\",⏎[oops",
      })
  void neverShowsSecretsOfBrokenJson(String written) throws LimitExceededException {
    for (int nodes : new int[] {200_000, 5, 4, 3, 2, 1}) {
      SettingsDocument document =
          SettingsDocument.parse(
              "u",
              DocumentFormat.JSON,
              written.replace("⏎", "\n"),
              InputLimits.defaults().withMaxNodes(nodes));
      BoundSettings bound =
          SettingsBinder.of(BottlerocketModel.model(), Profile.STRICT).bindUserData(document);
      assertFalse(bound.violations().isEmpty());
      String shown =
          DiagnosticRenderer.of(BottlerocketModel.model(), List.of(document))
              .render(bound.violations());
      assertFalse(shown.contains("hunter2"), shown);
    }
  }

  @Test
  void numbersThatTheModelDoesNotKnowAreNotShown() throws LimitExceededException {
    SettingsDocument document =
        SettingsDocument.parse(
            "u", DocumentFormat.JSON, "{\"settings\":{\"pin\":1e123456}}", InputLimits.defaults());
    BoundSettings bound =
        SettingsBinder.of(BottlerocketModel.model(), Profile.STRICT).bindUserData(document);
    String shown =
        DiagnosticRenderer.of(BottlerocketModel.model(), List.of(document))
            .render(bound.violations());
    assertFalse(shown.contains("123"), shown);
    assertTrue(shown.contains("{\"settings\":{\"pin\":(secret)}}"), shown);
  }

  @Test
  void ofJsonThatBreaksOffWhatIsKnownIsShown() throws LimitExceededException {
    SettingsDocument document =
        SettingsDocument.parse(
            "u", DocumentFormat.JSON, "{\"settings\":{\"motd\":\"hi\"},}", InputLimits.defaults());
    BoundSettings bound =
        SettingsBinder.of(BottlerocketModel.model(), Profile.STRICT).bindUserData(document);
    assertEquals(
        """
        1 | {"settings":{"motd":"hi"}(secret)
          |                          ^^^^^^^^
        """,
        DiagnosticRenderer.of(BottlerocketModel.model(), List.of(document))
            .render(bound.violations())
            .lines()
            .skip(3)
            .map(line -> line + "\n")
            .reduce("", String::concat));
  }

  /** Wide characters take two columns of a terminal, and accents none. */
  @ParameterizedTest
  @ValueSource(strings = {"日本", "한국", "😀😀", "Ａｂ", "xx日", "e\u0301日x", "日\u20dd日"})
  void caretsStandBelowWhatTheyPointAtInTerminals(String text) throws LimitExceededException {
    String shown = render("settings = { motd = \"" + text + "\", foo = 1 }");
    String line = shown.lines().filter(each -> each.startsWith("1 |")).findFirst().orElseThrow();
    String carets = shown.lines().filter(each -> each.contains("^^^")).findFirst().orElseThrow();
    int narrow = line.indexOf("foo") - text.length();
    assertEquals(narrow + 4, carets.indexOf('^'));
    assertEquals(narrow + 7, carets.length());
  }

  @Test
  void longLinesWithManySecretsAndViolationsTakeTheirLengthOnly() {
    String text =
        "settings.kubernetes = {a = \"hunter2\""
            + IntStream.range(0, 60_000)
                .mapToObj(i -> ", k" + i + " = \"hunter2\"")
                .collect(Collectors.joining())
            + "}";
    String shown = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> render(text));
    assertEquals(
        InputLimits.defaults().maxViolations(),
        shown.lines().filter(line -> line.startsWith("error[")).count());
    assertFalse(shown.contains("hunter2"));
  }

  @Test
  void cutsLongLinesAndReplacesControlCharacters() throws LimitExceededException {
    String shown =
        render("[settings]\nmotd = \"" + "x".repeat(500) + "\u001b\u202e\" y" + "z".repeat(500));
    assertTrue(shown.lines().allMatch(line -> line.length() < 180), shown);
    assertFalse(shown.contains("\u001b") || shown.contains("\u202e"), shown);
  }

  @Test
  void sarifHasRulesPlacesAndRelatedPlaces() throws LimitExceededException {
    BoundSettings bound = bind("[settings]\nmotd = \"a\"\nmotd = 5\nmtod = 1\n");
    JsonNode run =
        JSON.readTree(ViolationReports.sarif(bound.violations(), "gantry", "1.0"))
            .path("runs")
            .path(0);
    assertEquals("unicodeCodePoints", run.path("columnKind").asString());
    assertEquals(bound.violations().size(), run.path("results").size());
    JsonNode first = run.path("results").path(0);
    assertEquals("duplicate-key", first.path("ruleId").asString());
    JsonNode rule = run.at("/tool/driver/rules").path(first.path("ruleIndex").asInt());
    assertEquals("duplicate-key", rule.path("id").asString());
    JsonNode place = first.at("/locations/0/physicalLocation");
    assertEquals("user%20data.toml", place.at("/artifactLocation/uri").asString());
    assertEquals(3, place.at("/region/startLine").asInt());
    assertEquals(5, place.at("/region/endColumn").asInt());
    assertEquals(2, first.at("/relatedLocations/0/physicalLocation/region/startLine").asInt());
  }

  @Test
  void problemJsonHasAllViolations() throws LimitExceededException {
    BoundSettings bound = bind("[settings]\nmotd = 5\nmtod = 1\n");
    JsonNode problem = JSON.readTree(ViolationReports.problemJson(bound.violations(), 400));
    assertEquals(400, problem.path("status").asInt());
    assertEquals(2, problem.path("violations").size());
    JsonNode second = problem.at("/violations/1");
    assertEquals("unknown-key", second.path("code").asString());
    assertEquals("motd", second.path("suggestion").asString());
    assertEquals(3, second.path("line").asInt());
  }
}
