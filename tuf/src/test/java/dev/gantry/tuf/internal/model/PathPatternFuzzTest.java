// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.tuf.FuzzHarness;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A pattern, a line break, and a path; patterns without classes are compared with a plain way. */
public class PathPatternFuzzTest {
  private static final int LONGEST_COMPARED = 60;

  static List<Path> seeds() {
    return FuzzHarness.seeds(PathPatternFuzzTest.class);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void seed(Path file) throws IOException {
    fuzzerTestOneInput(Files.readAllBytes(file));
  }

  public static void fuzzerTestOneInput(byte[] input) {
    String[] lines = new String(input, StandardCharsets.UTF_8).split("\n", 2);
    String pattern = lines[0];
    String path = lines.length > 1 ? lines[1] : lines[0];
    FuzzHarness.run(
        input,
        () -> {
          boolean matches = PathPattern.matches(pattern, path);
          boolean simple = pattern.indexOf('[') < 0 && input.length <= LONGEST_COMPARED;
          long stars = pattern.chars().filter(c -> c == '*').count();
          if (simple && stars <= 4) {
            int[] points = pattern.codePoints().toArray();
            assertEquals(matchesPlainly(points, 0, path.codePoints().toArray(), 0), matches);
          }
          new PathSet.HashPrefixes(List.of(pattern)).matches(path);
        });
  }

  /** The plainest way to match, which tries everything. */
  private static boolean matchesPlainly(int[] pattern, int at, int[] text, int from) {
    if (at == pattern.length) {
      return from == text.length;
    }
    if (pattern[at] != '*') {
      return from < text.length
          && (pattern[at] == text[from] || (pattern[at] == '?' && text[from] != '/'))
          && matchesPlainly(pattern, at + 1, text, from + 1);
    }
    for (int i = from; !matchesPlainly(pattern, at + 1, text, i); i++) {
      if (i == text.length || text[i] == '/') {
        return false;
      }
    }
    return true;
  }
}
