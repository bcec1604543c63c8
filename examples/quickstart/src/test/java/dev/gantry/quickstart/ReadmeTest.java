// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.quickstart;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every Java snippet of the README stands in this module, where it is compiled and run. */
class ReadmeTest {
  private static final Pattern SNIPPET = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @Test
  void snippetsAreCompiled() throws IOException {
    String sources = squeeze(String.join("\n", sources()));
    Matcher matcher = SNIPPET.matcher(Files.readString(Path.of("../../README.md")));
    int snippets = 0;
    while (matcher.find()) {
      snippets++;
      assertTrue(sources.contains(squeeze(matcher.group(1))), matcher.group(1));
    }
    assertTrue(snippets >= 2, "the README has snippets");
  }

  private static List<String> sources() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      return files
          .filter(f -> f.toString().endsWith(".java"))
          .map(
              f -> {
                try {
                  return Files.readString(f);
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              })
          .toList();
    }
  }

  private static String squeeze(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }
}
