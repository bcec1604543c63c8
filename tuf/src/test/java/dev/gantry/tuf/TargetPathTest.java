// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetPathTest {
  /** CVE-2021-41149, CVE-2026-6968. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/a",
        "a/",
        "a//b",
        ".",
        "..",
        "../a",
        "a/..",
        "a/../b",
        "a/./b",
        "./a",
        "\\",
        "a\\..\\b",
        "a\u0000b",
        "a\nb",
        "\u007f",
        "a\u0085",
        "\ud800",
        "a\udc00b"
      })
  void pathsThatCouldLeadOutAreRefused(String value) {
    assertThrows(IllegalArgumentException.class, () -> TargetPath.of(value));
    assertTrue(TargetPath.tryParse(value).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "a/b", "...", "a..b", ".a", "a b", "ä/\ud83d\ude80", "%2e%2e", "a:b"})
  void allOthersAreFine(String value) {
    assertEquals(value, TargetPath.of(value).value());
    assertEquals(value, TargetPath.tryParse(value).orElseThrow().toString());
  }

  @Test
  void lengthIsBoundedInBytes() {
    assertEquals(1024, TargetPath.of("x".repeat(1024)).value().length());
    assertTrue(TargetPath.tryParse("x".repeat(1025)).isEmpty());
    assertTrue(TargetPath.tryParse("ä".repeat(513)).isEmpty());
  }

  @Test
  void fileNameIsTheLastSegment() {
    assertEquals("c", TargetPath.of("a/b/c").fileName());
    assertEquals("a", TargetPath.of("a").fileName());
    assertTrue(TargetPath.of("a").compareTo(TargetPath.of("b")) < 0);
  }
}
