// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.input;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.ObjectMapper;

/**
 * The cases of toml-test for TOML 1.0. The environment variable {@code GANTRY_TOML_TEST} names a
 * directory with its tests; {@link TomlConformanceTest} covers the same ground without it.
 */
class TomlTestSuiteTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static Path directory() {
    String directory = System.getenv("GANTRY_TOML_TEST");
    Assumptions.assumeTrue(directory != null, "GANTRY_TOML_TEST names no copy of toml-test");
    return Path.of(String.valueOf(directory));
  }

  private static List<String> cases(String kind) throws IOException {
    return Files.readAllLines(directory().resolve("files-toml-1.0.0")).stream()
        .filter(name -> name.startsWith(kind) && name.endsWith(".toml"))
        .toList();
  }

  private static SettingsDocument read(String name) throws IOException {
    byte[] bytes = Files.readAllBytes(directory().resolve(name));
    return SettingsDocument.decode(
        name, DocumentFormat.TOML, ByteBuffer.wrap(bytes), InputLimits.defaults());
  }

  @Test
  void validCasesHaveTheirValues() throws IOException {
    List<String> wrong = new ArrayList<>();
    List<String> cases = cases("valid/");
    for (String name : cases) {
      SettingsDocument document = read(name);
      Path expected = directory().resolve(name.replaceAll("\\.toml$", ".json"));
      String difference =
          TaggedJson.difference(JSON.readTree(Files.readAllBytes(expected)), document.root());
      if (!document.violations().isEmpty() || !difference.isEmpty()) {
        wrong.add(name + " " + document.violations() + " " + difference);
      }
    }
    System.out.println("toml-test valid: " + (cases.size() - wrong.size()) + "/" + cases.size());
    assertEquals(List.of(), wrong);
  }

  @Test
  void invalidCasesAreRefused() throws IOException {
    List<String> wrong = new ArrayList<>();
    List<String> cases = cases("invalid/");
    for (String name : cases) {
      if (read(name).violations().isEmpty()) {
        wrong.add(name);
      }
    }
    System.out.println("toml-test invalid: " + (cases.size() - wrong.size()) + "/" + cases.size());
    assertEquals(List.of(), wrong);
  }
}
