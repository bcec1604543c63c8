// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.cli.ExitCode;
import dev.gantry.cli.JsonCli;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What users get wrong, and what they are told. */
final class SettingsMistakesTest {
  @TempDir Path dir;

  private Path file(String name, String... lines) throws IOException {
    return Files.writeString(dir.resolve(name), String.join("\n", lines) + "\n");
  }

  private Path store() {
    return dir.resolve("store");
  }

  private static JsonNode error(int code, Object... words) {
    return JsonCli.run(code, words).path("error");
  }

  @Test
  void directoriesAndFilesAreNamedWhereTheOtherIsExpected() throws IOException {
    Path file = file("file", "[settings]");
    Path folder = Files.createDirectory(dir.resolve("folder"));
    Object[][] all = {
      {"settings", "validate", folder},
      {"settings", "render", folder},
      {"settings", "diff", file, folder},
      {"settings", "get", "--store", file},
      {"settings", "get", "--store", folder},
      {"settings", "set", "--store", file, "motd=x"},
      {"settings", "import", "--store", store(), file},
      {"settings", "import", "--store", store(), dir.resolve("none")},
      {"settings", "validate", file, "--sarif", dir.resolve("none").resolve("report")},
      {"settings", "validate", file, "--sarif", file},
    };
    for (Object[] words : all) {
      JsonNode error = error(ExitCode.FAILURE, words);
      assertEquals("IO_ERROR", error.path("code").asString());
      String said = error.path("message").asString();
      assertTrue(said.contains(dir.toString()), said);
      assertTrue(said.contains("expected"), said);
    }
    assertEquals("[settings]\n", Files.readString(file));
  }

  @Test
  void readingMakesNoStore() throws IOException {
    Path folder = Files.createDirectory(dir.resolve("folder"));
    for (String verb : List.of("get", "explain", "history")) {
      error(ExitCode.FAILURE, "settings", verb, "--store", folder);
    }
    error(ExitCode.FAILURE, "settings", "unset", "--store", folder, "motd");
    error(ExitCode.FAILURE, "settings", "migrate", "--store", folder, "--to", "1.27.0");
    try (var inside = Files.list(folder)) {
      assertEquals(List.of(), inside.toList());
    }
  }

  @Test
  void keysThatThereAreNotAreErrorsWithASuggestion() {
    JsonCli.run(ExitCode.OK, "settings", "set", "--store", store(), "motd=x");
    for (List<String> verb :
        List.of(
            List.of("get"),
            List.of("explain"),
            List.of("get", "--store", store().toString()),
            List.of("unset", "--store", store().toString()))) {
      Object[] words =
          Stream.concat(
                  Stream.of("settings"),
                  Stream.concat(verb.stream(), Stream.of("kernel.lokdown", "nosuch")))
              .toArray();
      JsonNode error = error(ExitCode.DATA_REFUSED, words);
      assertEquals("SETTINGS_INVALID", error.path("code").asString());
      JsonNode violations = error.path("violations");
      assertEquals(2, violations.size());
      assertEquals("unknown-key", violations.get(0).path("code").asString());
      assertEquals("kernel.lokdown", violations.get(0).path("key").asString());
      assertEquals("lockdown", violations.get(0).path("suggestion").asString());
    }
    JsonCli.run(ExitCode.NOTHING_TO_DO, "settings", "explain", "kubernetes.max-pods");
  }

  @Test
  void pairsAreToldByTheirKeysAndNeverByTheirText() {
    String secret = "abcdef.0123456789abcdef";
    JsonNode error =
        error(
            ExitCode.DATA_REFUSED,
            "settings",
            "set",
            "--store",
            store(),
            "kubernetes.bootstrap-token",
            secret);
    assertEquals(2, error.path("violations").size());
    assertFalse(error.toString().contains(secret), error.toString());
    JsonNode wrong =
        error(ExitCode.DATA_REFUSED, "settings", "set", "--store", store(), "kernel.lokdown=none");
    assertFalse(wrong.path("violations").get(0).has("line"), wrong.toString());
    for (String[] pair : new String[][] {{"motd=a", "motd=b"}, {"motd=a", "motd.x=b"}}) {
      assertEquals(
          "SETTINGS_INVALID",
          JsonCli.refused(
              ExitCode.DATA_REFUSED, "settings", "set", "--store", store(), pair[0], pair[1]));
    }
    assertEquals(
        "BAD_ARGUMENT",
        JsonCli.refused(
            ExitCode.USAGE, "settings", "set", "--store", store(), "motd=x", "--if-revision=-1"));
  }

  @Test
  void optionsThatHaveNoEffectAreRefused() throws IOException {
    Path data = file("data.toml", "[settings]");
    for (String verb : List.of("set", "unset")) {
      assertEquals(
          "USAGE",
          JsonCli.refused(
              ExitCode.USAGE,
              "settings",
              verb,
              "--store",
              store(),
              "--user-data",
              data,
              verb.equals("set") ? "motd=x" : "motd"));
    }
    assertEquals(
        "USAGE", JsonCli.refused(ExitCode.USAGE, "settings", "docs", "--profile", "compat"));
  }

  @Test
  void versionsAreToldByTheirOptions() {
    JsonNode error =
        error(ExitCode.USAGE, "settings", "migrate", "--store", store(), "--to", "1.x");
    assertTrue(error.path("message").asString().contains("--to"), error.toString());
  }

  @Test
  void templatesAreTextAndAreRenderedAsTheyAre() throws IOException {
    Path template = Files.writeString(dir.resolve("template"), "{{settings.motd}}\n\n");
    assertEquals(
        "Welcome to Bottlerocket!\n\n", JsonCli.text(ExitCode.OK, "settings", "render", template));
    Path bytes = Files.write(dir.resolve("bytes"), new byte[] {'a', (byte) 0xff});
    assertEquals(
        "TEMPLATE_SYNTAX",
        JsonCli.refused(ExitCode.DATA_REFUSED, "settings", "render", bytes.toString()));
    Path indented = file("head", "[required-extensions]", "motd = \"v1\"", " +++", "x");
    assertEquals("x\n", JsonCli.text(ExitCode.OK, "settings", "render", indented));
  }

  @Test
  void standardInputIsReadOnce() throws IOException {
    InputStream before = System.in;
    try {
      System.setIn(
          new ByteArrayInputStream("[settings]\nmotd = 1\n".getBytes(StandardCharsets.UTF_8)));
      JsonNode found = JsonCli.run(ExitCode.DATA_REFUSED, "settings", "validate", "-");
      assertEquals("<stdin>", found.path("violations").get(0).path("document").asString());
      assertEquals(
          "BAD_ARGUMENT", JsonCli.refused(ExitCode.USAGE, "settings", "validate", "-", "-"));
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void valuesAndPatchesAreJsonInJson() throws IOException {
    Path none = file("none.toml", "[settings]");
    Path data = file("data.toml", "[settings.kubernetes]", "max-pods = 20");
    JsonNode found =
        JsonCli.run(ExitCode.OK, "settings", "diff", none, data, "--format", "json-patch");
    assertEquals(20, found.path("changes").get(0).path("to").asInt());
    assertEquals("/kubernetes/max-pods", found.path("patch").get(0).path("path").asString());
    assertEquals(
        "BAD_ARGUMENT",
        JsonCli.refused(ExitCode.USAGE, "settings", "diff", none, data, "--format", "xml"));
  }
}
