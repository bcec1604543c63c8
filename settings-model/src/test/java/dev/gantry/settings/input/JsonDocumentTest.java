// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.gantry.core.LimitExceededException;
import dev.gantry.settings.SourceSpan;
import dev.gantry.settings.input.DocumentNode.ArrayNode;
import dev.gantry.settings.input.DocumentNode.NumberNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonDocumentTest {
  private static SettingsDocument read(String text) throws LimitExceededException {
    return SettingsDocument.parse(
        "t", DocumentFormat.JSON, text, InputLimits.defaults().withMaxDepth(8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"a": 1, "a": 2}        | 1:10 duplicate-key
          {"a": 1} x              | 1:10 malformed-json
          {"a": 1} {}             | 1:10 unexpected-text
          {"a": 1                 | 1:8 malformed-json
          {"a": "x                | 1:9 malformed-json
          {"a": 01}               | 1:7 malformed-json
          {"a": NaN}              | 1:7 malformed-json
          {"a": 1e309}            | 1:7 malformed-number
          {"a": 1e400000}         | 1:7 malformed-number
          {"a": 1e99999999999}    | 1:7 malformed-number
          {"a": "\\ud800"}        | 1:7 invalid-escape
          {a: 1}                  | 1:2 malformed-json
          {"a": 1,}               | 1:9 malformed-json
          [1]                     | 1:1 wrong-type
          5                       | 1:1 wrong-type
          [[[[[[[[[1]]]]]]]]]     | 1:10 limit-exceeded
          """)
  void refusesAndSaysWhere(String text, String expected) throws LimitExceededException {
    assertEquals(List.of(expected), TomlConformanceTest.told(read(text)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n"})
  void refusesNothing(String text) throws LimitExceededException {
    assertEquals(ViolationCodes.MISSING_VALUE, read(text).violations().get(0).code());
  }

  @Test
  void keepsPlacesAndDigits() throws LimitExceededException {
    SettingsDocument document = read("{\n \"😀\\n\": [\"😀\", 1.10, -0, 2E1, true, null]}");
    assertEquals(List.of(), document.violations());
    DocumentNode.Entry entry = document.root().entries().get(0);
    assertEquals("😀\n", entry.name());
    assertEquals(new SourceSpan("t", 2, 2, 2, 7), entry.nameSpan());
    ArrayNode list = (ArrayNode) entry.value();
    assertEquals(new SourceSpan("t", 2, 9, 2, 41), list.span());
    NumberNode number = (NumberNode) list.items().get(1);
    assertEquals(new SourceSpan("t", 2, 15, 2, 19), number.span());
    assertEquals("1.10", String.valueOf(number.value()));
    assertEquals(new SourceSpan("t", 2, 36, 2, 40), list.items().get(5).span());
    assertFalse(((NumberNode) list.items().get(3)).isInteger());
  }

  @Test
  void whatStandsBeforeTheErrorIsRead() throws LimitExceededException {
    SettingsDocument document = read("{\"a\": {\"b\": 1, \"c\": tru}, \"d\": 2}");
    assertEquals(1, document.violations().size());
    assertFalse(document.isComplete());
    assertEquals("a", document.root().entries().get(0).name());
  }
}
