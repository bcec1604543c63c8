// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.fetch;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.tuf.FuzzHarness;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The fields of an answer that Gantry reads by itself, one a line: when to come back, and what. */
public class HttpFieldsFuzzTest {
  HttpFieldsFuzzTest() {}

  static List<Path> seeds() {
    return FuzzHarness.seeds(HttpFieldsFuzzTest.class);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void seed(Path file) throws IOException {
    fuzzerTestOneInput(Files.readAllBytes(file));
  }

  public static void fuzzerTestOneInput(byte[] input) {
    String[] lines = new String(input, StandardCharsets.UTF_8).split("\n", 3);
    String retryAfter = lines[0];
    String date = lines.length > 1 ? lines[1] : null;
    String range = lines.length > 2 ? lines[2] : lines[0];
    FuzzHarness.run(
        input,
        () -> {
          assertTrue(RetryAfter.seconds(retryAfter, date) >= 0);
          Long start = ResumingBody.rangeStart(range);
          assertTrue(start == null || start >= 0);
        });
  }
}
