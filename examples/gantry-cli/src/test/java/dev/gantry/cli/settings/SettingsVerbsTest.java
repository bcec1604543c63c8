// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.cli.ExitCode;
import dev.gantry.cli.JsonCli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class SettingsVerbsTest {
  private static final String TOKEN = "abcdef.0123456789abcdef";

  @TempDir Path dir;

  private Path file(String name, String... lines) throws IOException {
    return Files.writeString(dir.resolve(name), String.join("\n", lines) + "\n");
  }

  private Path store() {
    return dir.resolve("store");
  }

  @Test
  void validateShowsEverythingThatIsWrongAndNoSecrets() throws IOException {
    Path bad =
        file(
            "bad.toml",
            "[settings]",
            "motd = 1",
            "[settings.kernel]",
            "lokdown = \"none\"",
            "[settings.kubernetes]",
            "bootstrap-token = \"hunter2\"");
    String text = JsonCli.text(ExitCode.DATA_REFUSED, "settings", "validate", bad);
    assertTrue(text.contains(bad + ":2:8"), text);
    assertTrue(text.contains("did you mean lockdown?"), text);
    assertTrue(text.contains("3 violations"), text);
    assertFalse(text.contains("hunter2"), text);
    Path sarif = dir.resolve("report.sarif");
    JsonNode json =
        JsonCli.run(
            ExitCode.DATA_REFUSED, "settings", "validate", bad, "--sarif", sarif.toString());
    assertEquals(3, json.path("violations").size());
    assertEquals(4, json.path("violations").get(1).path("line").asInt());
    JsonNode report = JsonMapper.builder().build().readTree(Files.readString(sarif));
    assertEquals("2.1.0", report.path("version").asString());
    assertEquals(3, report.path("runs").get(0).path("results").size());
    assertFalse(Files.readString(sarif).contains("hunter2"));
  }

  @Test
  void validateAcceptsWhatIsValidAndReadsLaterFilesOverEarlierOnes() throws IOException {
    Path one = file("one.toml", "[settings]", "motd = \"one\"");
    Path two = file("two.json", "{\"settings\":{\"motd\":\"two\"}}");
    assertTrue(
        JsonCli.run(ExitCode.OK, "settings", "validate", one, two).path("valid").asBoolean());
    JsonNode explained =
        JsonCli.run(
            ExitCode.OK, "settings", "explain", "--user-data", one, "--user-data", two, "motd");
    JsonNode definitions = explained.path("settings").get(0).path("definitions");
    assertEquals(3, definitions.size());
    assertEquals("two", definitions.get(0).path("value").asString());
    assertTrue(definitions.get(0).path("wins").asBoolean());
    assertFalse(definitions.get(1).path("wins").asBoolean());
    assertTrue(definitions.get(1).path("source").asString().endsWith("one.toml:2:8"));
  }

  @Test
  void profilesDiffer() throws IOException {
    Path loose = file("loose.toml", "[settings.kubernetes]", "reserved-cpus = \"3-1\"");
    JsonCli.run(ExitCode.DATA_REFUSED, "settings", "validate", loose);
    JsonCli.run(ExitCode.OK, "settings", "validate", loose, "--profile", "compat");
  }

  @Test
  void settingsAreSetReadUnsetAndRemembered() {
    JsonNode set =
        JsonCli.run(
            ExitCode.OK, "settings", "set", "--store", store(), "motd=1", "kubernetes.max-pods=20");
    assertEquals(1, set.path("revision").asInt());
    JsonNode got = JsonCli.run(ExitCode.OK, "settings", "get", "--store", store(), "motd");
    assertEquals("1", got.path("motd").asString());
    JsonCli.run(
        ExitCode.OK,
        "settings",
        "set",
        "--store",
        store(),
        "--json-settings",
        "{\"motd\":\"two\",\"kubernetes\":{\"max-pods\":null}}");
    JsonCli.run(
        ExitCode.NOTHING_TO_DO, "settings", "get", "--store", store(), "kubernetes.max-pods");
    JsonCli.run(ExitCode.OK, "settings", "unset", "--store", store(), "settings.motd");
    assertEquals(
        "Welcome to Bottlerocket!",
        JsonCli.run(ExitCode.OK, "settings", "get", "--store", store()).path("motd").asString());
    JsonNode history = JsonCli.run(ExitCode.OK, "settings", "history", "--store", store());
    assertEquals(3, history.path("revisions").size());
    JsonCli.run(ExitCode.OK, "settings", "history", "--store", store(), "--revert", "2");
    assertEquals(
        "two",
        JsonCli.run(ExitCode.OK, "settings", "get", "--store", store(), "motd")
            .path("motd")
            .asString());
  }

  @Test
  void othersChangesAreNotLost() {
    JsonCli.run(ExitCode.OK, "settings", "set", "--store", store(), "motd=a");
    JsonCli.run(ExitCode.OK, "settings", "set", "--store", store(), "motd=b");
    assertEquals(
        "SETTINGS_CONFLICT",
        JsonCli.refused(
            ExitCode.STATE_CONFLICT,
            "settings",
            "set",
            "--store",
            store(),
            "--if-revision",
            "1",
            "motd=c"));
  }

  @Test
  void secretsAreHiddenUnlessAskedFor() throws IOException {
    Path data = file("data.toml", "[settings.kubernetes]", "bootstrap-token = \"" + TOKEN + "\"");
    Path none = file("none.toml", "[settings]");
    for (Object[] words :
        new Object[][] {
          {"settings", "get", "--user-data", data, "kubernetes"},
          {"settings", "explain", "--user-data", data, "kubernetes.bootstrap-token"},
          {"settings", "diff", none, data},
          {"settings", "diff", none, data, "--format", "merge-patch"}
        }) {
      assertFalse(JsonCli.text(ExitCode.OK, words).contains(TOKEN));
    }
    assertTrue(
        JsonCli.text(ExitCode.OK, "settings", "diff", none, data, "--show-secrets")
            .contains("+ kubernetes.bootstrap-token = \"" + TOKEN + "\""));
  }

  @Test
  void differencesArePatches() throws IOException {
    Path one = file("one.toml", "[settings]", "motd = \"one\"");
    Path two = file("two.toml", "[settings]", "motd = \"two\"");
    assertEquals(
        "{\"motd\":\"two\"}",
        JsonCli.text(ExitCode.OK, "settings", "diff", one, two, "--format", "merge-patch").strip());
    assertEquals(
        "[{\"op\":\"replace\",\"path\":\"/motd\",\"value\":\"two\"}]",
        JsonCli.text(ExitCode.OK, "settings", "diff", one, two, "--format", "json-patch").strip());
    JsonCli.run(ExitCode.NOTHING_TO_DO, "settings", "diff", one, one);
  }

  @Test
  void schemasAndTemplatesAreWritten() throws IOException {
    JsonNode schema = JsonCli.run(ExitCode.OK, "settings", "schema", "--variant", "metal-dev");
    assertEquals("https://json-schema.org/draft/2020-12/schema", schema.path("$schema").asString());
    Path data = file("data.toml", "[settings]", "motd = \"a & b\"");
    Path plain = file("plain", "{{{settings.motd}}}");
    assertEquals(
        "a & b",
        JsonCli.text(ExitCode.OK, "settings", "render", "--user-data", data, plain).strip());
    Path withHead =
        file(
            "head",
            "[required-extensions]",
            "motd = \"v1\"",
            "std = { version = \"v1\", helpers = [\"default\"] }",
            "+++",
            "{{settings.motd}}");
    assertEquals(
        "a &amp; b",
        JsonCli.text(ExitCode.OK, "settings", "render", "--user-data", data, withHead).strip());
  }

  @Test
  void wrongWordsAreExplained() throws IOException {
    Path data = file("data.toml", "[settings]");
    assertEquals(
        "BAD_ARGUMENT",
        JsonCli.refused(ExitCode.USAGE, "settings", "validate", data, "--variant", "x"));
    assertEquals(
        "BAD_ARGUMENT",
        JsonCli.refused(ExitCode.USAGE, "settings", "validate", data, "--profile", "x"));
    assertEquals("SETTINGS_KEY", JsonCli.refused(ExitCode.DATA_REFUSED, "settings", "get", "a..b"));
    assertEquals(
        "IO_ERROR", JsonCli.refused(ExitCode.FAILURE, "settings", "validate", dir.resolve("none")));
    assertEquals("USAGE", JsonCli.refused(ExitCode.USAGE, "settings", "history"));
    assertTrue(JsonCli.run(ExitCode.OK, "settings", "variants").path("variants").size() > 30);
  }

  @Test
  void dataStoresOfBottlerocketComeInAndGoOut() throws IOException {
    Path data =
        file(
            "data.toml",
            "[settings]",
            "motd = \"mine\"",
            "[settings.kubernetes.node-labels]",
            "\"example.com/role\" = \"edge\"");
    Path out = dir.resolve("datastore");
    JsonCli.run(ExitCode.OK, "settings", "export", "--user-data", data, out);
    assertEquals("\"mine\"", Files.readString(out.resolve("live/settings/motd")));
    assertEquals(
        "\"edge\"",
        Files.readString(out.resolve("live/settings/kubernetes/node-labels/example%2Ecom%2Frole")));
    JsonNode imported = JsonCli.run(ExitCode.OK, "settings", "import", "--store", store(), out);
    assertEquals(2, imported.path("changed").size());
    JsonCli.run(ExitCode.OK, "settings", "unset", "--store", store(), "motd");
    assertEquals(
        "edge",
        JsonCli.run(ExitCode.OK, "settings", "get", "--store", store())
            .path("kubernetes")
            .path("node-labels")
            .path("example.com/role")
            .asString());
  }

  @Test
  void storesMoveBetweenVersions() {
    JsonCli.run(ExitCode.OK, "settings", "set", "--store", store(), "motd=x");
    JsonNode dry =
        JsonCli.run(
            ExitCode.OK,
            "settings",
            "migrate",
            "--store",
            store(),
            "--to",
            "1.27.0",
            "--step",
            "1.26.1:1.27.0=",
            "--dry-run");
    assertEquals(1, dry.path("legs").size());
    JsonCli.run(
        ExitCode.OK,
        "settings",
        "migrate",
        "--store",
        store(),
        "--to",
        "1.27.0",
        "--step",
        "1.26.1:1.27.0=");
    JsonNode got =
        JsonCli.run(
            ExitCode.OK,
            "settings",
            "get",
            "--store",
            store(),
            "--model-version",
            "1.27.0",
            "motd");
    assertEquals("x", got.path("motd").asString());
    assertEquals(
        "BAD_ARGUMENT",
        JsonCli.refused(
            ExitCode.USAGE,
            "settings",
            "migrate",
            "--store",
            store(),
            "--to",
            "2.0.0",
            "--step",
            "x"));
  }

  @Test
  void theReferenceIsWritten() {
    String reference =
        JsonCli.run(ExitCode.OK, "settings", "docs", "--variant", "metal-dev")
            .path("markdown")
            .asString();
    assertTrue(reference.contains("kernel.lockdown"), reference);
  }
}
