// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FetchRequestTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/x",
        "//host/x",
        "a//b",
        "a/",
        "../x",
        "a/../x",
        "a/..",
        "..",
        ".",
        "./a",
        "%2e%2e/x",
        "%2E./x",
        ".%2e",
        "a/%2e",
        "http://host/x",
        "a?b",
        "a#b",
        "a\\b",
        "a b",
        "a\nb",
        "é",
        "%",
        "%2",
        "%zz",
        "a[b]"
      })
  void pathsThatCouldLeadElsewhereAreRefused(String path) {
    assertThrows(IllegalArgumentException.class, () -> FetchRequest.of(path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.root.json", "a/b/c", "..%2Fx", "...", "a..b/..c", "%5B%5D", "a:b"})
  void otherPathsStayAsTheyAre(String path) {
    assertEquals(path, FetchRequest.of(path).path());
  }

  @ParameterizedTest
  @CsvSource({
    "root,root",
    "../x,..%2Fx",
    "a b?#[],a%20b%3F%23%5B%5D",
    "é~_-.,%C3%A9~_-.",
    "%41,%2541",
    "😀,%F0%9F%98%80"
  })
  void rfc3986_2_segmentsAreEncodedAndDecoded(String text, String encoded) {
    assertEquals(encoded, FetchRequest.encodeSegment(text));
    assertEquals(text, FetchRequest.decodeSegment(encoded));
  }

  @Test
  void offsets() {
    FetchRequest request = FetchRequest.of("a");

    assertEquals(5, request.from(5).offsetBytes());
    assertNotEquals(request, request.from(5));
    assertEquals(request, request.from(5).from(0));
    assertThrows(IllegalArgumentException.class, () -> request.from(-1));
    assertThrows(IllegalArgumentException.class, () -> FetchRequest.of("x".repeat(5000)));
  }
}
