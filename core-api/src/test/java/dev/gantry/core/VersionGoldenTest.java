// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Compares with what the Rust crate says, see {@code semver/README.md} in the test resources. */
final class VersionGoldenTest {
  private static final Pattern ESCAPE = Pattern.compile("\\\\u\\{([0-9a-f]+)\\}");

  private static List<String[]> rows() throws IOException {
    InputStream stream = VersionGoldenTest.class.getResourceAsStream("/semver/rust-semver.tsv");
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(Objects.requireNonNull(stream), StandardCharsets.UTF_8))) {
      return reader
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t", -1))
          .toList();
    }
  }

  private static String unescape(String text) {
    return ESCAPE
        .matcher(text)
        .replaceAll(match -> Character.toString(Integer.parseInt(match.group(1), 16)));
  }

  @Test
  void parsesWhatRustParses() throws IOException {
    int count = 0;
    for (String[] row : rows()) {
      if (row.length == 2) {
        count++;
        String text = unescape(row[1]);
        if (row[0].equals("valid")) {
          assertEquals(text, Version.parse(text).toString());
        } else {
          assertThrows(IllegalArgumentException.class, () -> Version.parse(text), text);
        }
      }
    }
    assertEquals(86, count);
  }

  @Test
  void ordersAsRustOrders() throws IOException {
    int count = 0;
    for (String[] row : rows()) {
      if (row.length == 3) {
        count++;
        int expected = List.of("<", "=", ">").indexOf(row[0]) - 1;
        Version left = Version.parse(row[1]);
        Version right = Version.parse(row[2]);
        assertEquals(expected, Integer.signum(left.compareTo(right)), row[1] + " " + row[2]);
        assertEquals(-expected, Integer.signum(right.compareTo(left)), row[2] + " " + row[1]);
        assertEquals(expected == 0, left.equals(right));
      }
    }
    assertTrue(count >= 2511, "rows: " + count);
  }
}
