// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0000 | \\u{0}",
        "0007 | \\u{7}",
        "0009 | \\u{9}",
        "000a | \\u{a}",
        "000d | \\u{d}",
        "001b | \\u{1b}",
        "007f | \\u{7f}",
        "0085 | \\u{85}",
        "009b | \\u{9b}",
        "00ad | \\u{ad}",
        "061c | \\u{61c}",
        "200b | \\u{200b}",
        "200e | \\u{200e}",
        "200f | \\u{200f}",
        "2028 | \\u{2028}",
        "2029 | \\u{2029}",
        "202a | \\u{202a}",
        "202e | \\u{202e}",
        "2066 | \\u{2066}",
        "2069 | \\u{2069}",
        "feff | \\u{feff}",
        "e000 | \\u{e000}",
        "ffff | \\u{ffff}",
        "d800 | \\u{d800}",
        "dfff | \\u{dfff}",
        "e0001 | \\u{e0001}",
        "10ffff | \\u{10ffff}"
      })
  void escapesWhatDoesNotPrint(String codePoint, String expected) {
    String text = "a" + new String(Character.toChars(Integer.parseInt(codePoint, 16))) + "b";
    assertEquals("a" + expected + "b", Text.clean(text));
    assertEquals("\"a" + expected + "b\"", Text.quote(text));
  }

  @Test
  void keepsWhatPrints() {
    String text = "~ A ä Ω 中 \uD83D\uDE80 √ x\u0301";
    assertEquals(text, Text.clean(text));
    assertEquals("", Text.clean(""));
    assertEquals("\"\"", Text.quote(""));
  }

  @Test
  void surrogatesInTheWrongOrderAreEscapedEach() {
    assertEquals("\\u{de80}\\u{d83d}", Text.clean("\uDE80\uD83D"));
    assertEquals("\\u{d83d}", Text.clean("\uD83D"));
  }

  @Test
  void quotesEscapeQuotesAndBackslashes() {
    assertEquals("\"a\\\"b\\\\c\"", Text.quote("a\"b\\c"));
    assertEquals("a\"b\\c", Text.clean("a\"b\\c"));
  }

  @Test
  void cutsLongTextAndTellsItsLength() {
    assertEquals("x".repeat(240), Text.clean("x".repeat(240)));
    assertEquals("x".repeat(200) + "… (241 characters)", Text.clean("x".repeat(241)));
    assertEquals(
        '"' + "x".repeat(200) + "… (9999999 characters)\"", Text.quote("x".repeat(9_999_999)));
    String rockets = "\uD83D\uDE80".repeat(1000);
    assertEquals("\uD83D\uDE80".repeat(100) + "… (2000 characters)", Text.clean(rockets));
    assertEquals(
        "x" + "\uD83D\uDE80".repeat(99) + "… (2001 characters)", Text.clean("x" + rockets));
  }

  @Property
  void anyTextBecomesShortAndPrintableAndStaysSo(@ForAll String text) {
    for (String source : new String[] {text, text.repeat(100)}) {
      String clean = Text.clean(source);
      String quoted = Text.quote(source);
      assertTrue(clean.length() <= 240 && quoted.length() <= 240);
      assertTrue((clean + quoted).codePoints().noneMatch(TextTest::isDangerous));
      assertEquals(clean, Text.clean(clean));
      assertEquals(quoted, Text.clean(quoted));
    }
  }

  private static boolean isDangerous(int codePoint) {
    return Character.isISOControl(codePoint)
        || Character.getType(codePoint) == Character.FORMAT
        || Character.getType(codePoint) == Character.SURROGATE
        || Character.getType(codePoint) == Character.LINE_SEPARATOR
        || Character.getType(codePoint) == Character.PARAGRAPH_SEPARATOR;
  }
}
