// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathPatternTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "a, a, true",
        "a, A, false",
        "a, b, false",
        "a, aa, false",
        "*, a, true",
        "*, anything.tgz, true",
        "*, a/b, false",
        "*.tgz, foo.tgz, true",
        "*.tgz, targets/foo.tgz, false",
        "targets/*.tgz, targets/foo.tgz, true",
        "targets/*.tgz, targets/foo.txt, false",
        "targets/*.tgz, targets/a/foo.tgz, false",
        "*/*, a/b, true",
        "*/*, a, false",
        "foo-version-?.tgz, foo-version-2.tgz, true",
        "foo-version-?.tgz, foo-version-.tgz, false",
        "foo-version-?.tgz, foo-version-22.tgz, false",
        "a?b, a/b, false",
        "**, a, true",
        "**, a/b, false",
        "releases/**, releases/a/b, false",
        "releases/**, releases/a, true",
        "a*b*c, aXbYbZc, true",
        "a*b*c, aXbYbZ, false",
        "*a, aaab, false",
        "*ab, aab, true",
        "*?, a, true",
        "?*?, a, false",
        "[abc], b, true",
        "[abc], d, false",
        "[a-c]x, bx, true",
        "[!a-c], b, false",
        "[!a-c], d, true",
        "[^a], a, true",
        "[]], ], true",
        "[!]], a, true",
        "[a-], -, true",
        "[*], *, true",
        "[*], a, false",
        "x[, x[, false",
        "[], a, false",
        "[a, a, false",
        "*[ab], xa, true",
        "[a-cb-f], e, true",
        "[a-cb-f], g, false",
        "[a-zc-d], y, true",
        "[c-ea-b], b, true",
        "[x-zac], b, false",
        "[x-zac], c, true",
        "[z-a], m, false",
        "[!z-a], m, true",
        "[\uD83D\uDE80-\uD83D\uDE82], \uD83D\uDE81, true",
        ".*, .a, true",
        "ä?, äö, true",
        "?, \uD83D\uDE80, true",
        "a/, a, false",
      })
  void matches(String pattern, String path, boolean expected) {
    assertEquals(expected, PathPattern.matches(pattern, path));
  }

  @Test
  void emptyPatternMatchesNoPath() {
    assertFalse(PathPattern.matches("", "a"));
  }

  /** A class that was read for each character of the path would take a minute. */
  @Test
  void aLongClassIsReadOnce() {
    String pattern = "*[" + "ab".repeat(1 << 19) + "]x";
    String path = "a".repeat(30_000);
    assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> assertFalse(PathPattern.matches(pattern, path)));
  }

  @Test
  void manyStarsTakeNoExponentialTime() {
    String pattern = "a*".repeat(300) + "b";
    String path = "a".repeat(1000);
    assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> assertFalse(PathPattern.matches(pattern, path)));
  }
}
