// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class VersionTest {
  @Test
  void readsEveryPart() {
    Version version = Version.parse("1.22.333-rc.1.x-y+git.0f.00");
    assertEquals(1, version.major());
    assertEquals(22, version.minor());
    assertEquals(333, version.patch());
    assertEquals("rc.1.x-y", version.preRelease());
    assertEquals("git.0f.00", version.build());
    assertTrue(version.isPreRelease());
    assertFalse(Version.parse("1.0.0+rc").isPreRelease());
    assertEquals(Version.parse("1.2.3"), Version.of(1, 2, 3));
  }

  @Test
  void spec_9_10_hyphensBelongToTheRightPart() {
    assertEquals("-", Version.parse("1.0.0--").preRelease());
    assertEquals("a-b", Version.parse("1.0.0+a-b").build());
    assertEquals("", Version.parse("1.0.0+a-b").preRelease());
    assertEquals("--", Version.parse("1.0.0-a+--").build());
  }

  /** The examples of SemVer 2.0.0, section 11, in their order. */
  @Test
  void spec_11_ordersItsExamples() {
    List<String> ascending =
        List.of(
            "1.0.0-alpha",
            "1.0.0-alpha.1",
            "1.0.0-alpha.beta",
            "1.0.0-beta",
            "1.0.0-beta.2",
            "1.0.0-beta.11",
            "1.0.0-rc.1",
            "1.0.0",
            "2.0.0",
            "2.1.0",
            "2.1.1");
    for (int i = 0; i < ascending.size(); i++) {
      for (int j = 0; j < ascending.size(); j++) {
        int order = Version.parse(ascending.get(i)).compareTo(Version.parse(ascending.get(j)));
        assertEquals(Integer.compare(i, j), Integer.signum(order), i + " " + j);
      }
    }
  }

  @Test
  void buildMetadataMakesTheOrderTotal() {
    List<String> ascending =
        List.of("", "0", "00", "1", "01", "001", "2", "10", "10.0", "-", "a", "a.b", "b");
    for (int i = 0; i < ascending.size(); i++) {
      for (int j = 0; j < ascending.size(); j++) {
        int order =
            new Version(1, 0, 0, "", ascending.get(i))
                .compareTo(new Version(1, 0, 0, "", ascending.get(j)));
        assertEquals(Integer.compare(i, j), Integer.signum(order), i + " " + j);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9223372036854775808.0.0",
        "0.9223372036854775808.0",
        "0.0.9999999999999999999",
        "18446744073709551615.0.0",
        "0.0.100000000000000000000000000000000000000000000000000000000000000"
      })
  void refusesNumbersAboveItsLimit(String text) {
    assertThrows(IllegalArgumentException.class, () -> Version.parse(text));
  }

  @Test
  void takesNumbersUpToItsLimit() {
    String max = Long.MAX_VALUE + "." + Long.MAX_VALUE + "." + Long.MAX_VALUE;
    assertEquals(max, Version.parse(max).toString());
    assertEquals(Long.MAX_VALUE, Version.parse(max).patch());
  }

  @Test
  void refusesPartsThatNoTextHas() {
    assertThrows(IllegalArgumentException.class, () -> Version.of(-1, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> Version.of(0, -1, 0));
    assertThrows(IllegalArgumentException.class, () -> Version.of(0, 0, Long.MIN_VALUE));
    for (String identifiers : List.of(".", "a.", ".a", "a..b", "a+b", "a b", "é", "a\n", "٣")) {
      assertThrows(
          IllegalArgumentException.class, () -> new Version(1, 0, 0, identifiers, ""), identifiers);
      assertThrows(
          IllegalArgumentException.class, () -> new Version(1, 0, 0, "", identifiers), identifiers);
    }
    assertThrows(IllegalArgumentException.class, () -> new Version(1, 0, 0, "01", ""));
    assertEquals("01", new Version(1, 0, 0, "", "01").build());
  }

  @Test
  void theLengthLimitHoldsForTextAndParts() {
    String longest = "1.0.0-" + "a".repeat(Version.MAX_LENGTH - 6);
    assertEquals(longest, Version.parse(longest).toString());
    assertThrows(IllegalArgumentException.class, () -> Version.parse(longest + "a"));

    String pre = "a".repeat(100);
    String build = "0".repeat(Version.MAX_LENGTH - 100 - 7);
    Version whole = new Version(1, 0, 0, pre, build);
    assertEquals(whole, Version.parse(whole.toString()));
    assertThrows(IllegalArgumentException.class, () -> new Version(1, 0, 0, pre, build + "0"));
    assertThrows(IllegalArgumentException.class, () -> new Version(10, 0, 0, pre, build));
  }

  /** Neither the stack nor the time of the patterns may grow with what an attacker sends. */
  @Test
  void hostileTextIsRefusedAtOnce() {
    List<String> parts =
        List.of("0", "1", "a", "-", "a.", "0.", "1.", "-.", ".", "0a", "00", "\0", "\uD800", "é");
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          for (String part : parts) {
            for (int length : new int[] {40, 249, 250, 100_000, 3_000_000}) {
              String many = part.repeat(length / part.length());
              for (String text :
                  List.of(
                      many, "1.0.0-" + many + "!", "1.0.0+" + many + "!", "1.0." + many + "!")) {
                assertThrows(IllegalArgumentException.class, () -> Version.parse(text));
              }
              assertThrows(
                  IllegalArgumentException.class, () -> new Version(1, 0, 0, many + "!", ""));
              assertThrows(
                  IllegalArgumentException.class, () -> new Version(1, 0, 0, "", many + "!"));
            }
          }
        });
  }

  @Test
  void messagesHoldNoForeignControlCharacters() {
    for (String text : List.of("1.0\u001b[2J", "x\u202e", "9".repeat(1_000_000))) {
      String message =
          Messages.of(assertThrows(IllegalArgumentException.class, () -> Version.parse(text)));
      assertTrue(message.length() < 400);
      assertFalse(message.contains("\u001b") || message.contains("\u202e"));
    }
  }
}
