// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.input;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.core.LimitExceededException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.ObjectMapper;

/**
 * TOML 1.0, section by section: what is accepted with which value, and what is told of the rest.
 */
class TomlConformanceTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  static SettingsDocument read(String text) throws LimitExceededException {
    return SettingsDocument.parse("t", DocumentFormat.TOML, text, InputLimits.defaults());
  }

  /** Violations as line, column and code. */
  static List<String> told(SettingsDocument document) {
    return document.violations().stream()
        .map(
            each -> {
              var span = each.span().orElseThrow();
              return span.line() + ":" + span.column() + " " + each.code();
            })
        .toList();
  }

  private static String unescape(String text) {
    return text.replace("⏎", "\n").replace("␍", "\r").replace("⇥", "\t").replace("␀", "\u0000");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a = "x"                               | {"a":{"type":"string","value":"x"}}
          "a b".'c"d' = 'C:\\n'                 | {"a b":{"c\\"d":{"type":"string","value":"C:\\\\n"}}}
          a = "\\b\\t\\n\\f\\r\\"\\\\"          | {"a":{"type":"string","value":"\\b\\t\\n\\f\\r\\"\\\\"}}
          a = "\\u00e9\\U0001F600"              | {"a":{"type":"string","value":"é😀"}}
          a = ""\"⏎x⏎y""\"                      | {"a":{"type":"string","value":"x\\ny"}}
          a = ""\"x\\ ⏎⏎   y""\"                | {"a":{"type":"string","value":"xy"}}
          a = ""\"x""\"""                       | {"a":{"type":"string","value":"x\\"\\""}}
          a = ""\"␍⏎x␍⏎y""\"                    | {"a":{"type":"string","value":"x\\ny"}}
          a = '''x␍⏎y'''                        | {"a":{"type":"string","value":"x\\ny"}}
          a = '''⏎x\\y'''                       | {"a":{"type":"string","value":"x\\\\y"}}
          a = ""                                | {"a":{"type":"string","value":""}}
          a = 1_000                             | {"a":{"type":"integer","value":"1000"}}
          a = -0                                | {"a":{"type":"integer","value":"0"}}
          a = 0xdead_BEEF                       | {"a":{"type":"integer","value":"3735928559"}}
          a = 0o755                             | {"a":{"type":"integer","value":"493"}}
          a = 0b1101                            | {"a":{"type":"integer","value":"13"}}
          a = -9223372036854775808              | {"a":{"type":"integer","value":"-9223372036854775808"}}
          a = 6.626e-34                         | {"a":{"type":"float","value":"6.626e-34"}}
          a = 5e0                               | {"a":{"type":"float","value":"5.0"}}
          a = 9_224.5_0                         | {"a":{"type":"float","value":"9224.5"}}
          a = -inf                              | {"a":{"type":"float","value":"-inf"}}
          a = +nan                              | {"a":{"type":"float","value":"nan"}}
          a = true                              | {"a":{"type":"bool","value":"true"}}
          a = 1979-05-27T07:32:00-07:00         | {"a":{"type":"datetime","value":"1979-05-27T07:32:00-07:00"}}
          a = 1979-05-27 07:32:00.5z            | {"a":{"type":"datetime","value":"1979-05-27T07:32:00.5Z"}}
          a = 1979-05-27T00:32:00.999999        | {"a":{"type":"datetime-local","value":"1979-05-27T00:32:00.999999"}}
          a = 2000-02-29                        | {"a":{"type":"date-local","value":"2000-02-29"}}
          a = 07:32:00                          | {"a":{"type":"time-local","value":"07:32:00"}}
          a = [1, [2, 'x'], # c⏎ {b=1},⏎]       | {"a":[{"type":"integer","value":"1"},[{"type":"integer","value":"2"},{"type":"string","value":"x"}],{"b":{"type":"integer","value":"1"}}]}
          a = []⏎b = {}                         | {"a":[],"b":{}}
          a.b.c = 1⏎a.b.d = 2                   | {"a":{"b":{"c":{"type":"integer","value":"1"},"d":{"type":"integer","value":"2"}}}}
          [x.y.z]⏎[x]⏎a = 1                     | {"x":{"y":{"z":{}},"a":{"type":"integer","value":"1"}}}
          [f]⏎a.b = 1⏎[f.a.c]                   | {"f":{"a":{"b":{"type":"integer","value":"1"},"c":{}}}}
          [[p]]⏎n = 1⏎[p.q]⏎[[p]]               | {"p":[{"n":{"type":"integer","value":"1"},"q":{}},{}]}
          a = { x.y = 1, x.z = 2 }              | {"a":{"x":{"y":{"type":"integer","value":"1"},"z":{"type":"integer","value":"2"}}}}
          a=1␍⏎⇥b = 2 # ü                       | {"a":{"type":"integer","value":"1"},"b":{"type":"integer","value":"2"}}
          3.14 = 1                              | {"3":{"14":{"type":"integer","value":"1"}}}
          """)
  void acceptsWithItsValue(String text, String expected) throws LimitExceededException {
    SettingsDocument document = read(unescape(text));
    assertEquals(List.of(), document.violations());
    assertEquals("", TaggedJson.difference(JSON.readTree(expected), document.root()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a = "x                       | 1:5 unterminated-string
          a = 'x                       | 1:5 unterminated-string
          a = ""\"x⏎y                  | 1:5 unterminated-string
          a = "\\q"                    | 1:6 invalid-escape
          a = "\\uD800"                | 1:6 invalid-escape
          a = "\\u12"                  | 1:6 invalid-escape
          a = "x␀"                     | 1:7 invalid-character
          # ␀                          | 1:3 invalid-character
          a = 1␍b = 2                  | 1:6 unexpected-text
          a =                          | 1:4 missing-value
          a = # c                      | 1:5 missing-value
          a                            | 1:2 missing-equals
          a 1                          | 1:3 missing-equals
          = 1                          | 1:1 malformed-key
          a..b = 1                     | 1:3 malformed-key
          ä = 1                        | 1:1 malformed-key
          k$ = 1                       | 1:2 malformed-key
          ""\"a""\" = 1                | 1:1 malformed-key
          a = 01                       | 1:5 malformed-number
          a = 1__0                     | 1:5 malformed-number
          a = 1.                       | 1:5 malformed-number
          a = .5                       | 1:5 malformed-number
          a = 0x                       | 1:5 malformed-number
          a = +0xff                    | 1:5 malformed-number
          a = 9223372036854775808      | 1:5 malformed-number
          a = 1e999                    | 1:5 malformed-number
          a = 2001-02-29               | 1:5 malformed-date-time
          a = 2001-01-01T24:00:00Z     | 1:5 malformed-date-time
          a = 2001-01-01T00:00Z        | 1:5 malformed-date-time
          a = 7:32:00                  | 1:5 malformed-date-time
          a = True                     | 1:5 malformed-value
          a = hello world              | 1:5 malformed-value
          a = @                        | 1:5 malformed-value
          a = 1 2                      | 1:7 unexpected-text
          a = [1 2]                    | 1:7 missing-separator
          a = [1,,2]                   | 1:8 unexpected-comma
          a = [1, 2                    | 1:5 unterminated-list
          a = {b = 1                   | 1:5 unterminated-table
          a = {b = 1,}                 | 1:11 unexpected-comma
          a = {b = 1 c = 2}            | 1:11 missing-separator
          a = {⏎b = 1⏎}                | 1:5 unterminated-table
          a = {b = }                   | 1:10 missing-value
          [a                           | 1:3 malformed-header
          [[a]                         | 1:4 malformed-header
          [a]]                         | 1:4 unexpected-text
          []                           | 1:2 malformed-key
          [a] b = 1                    | 1:5 unexpected-text
          a = 1⏎a = 2                  | 2:1 duplicate-key
          a.b = 1⏎a = 2                | 2:1 duplicate-key
          a = 1⏎a.b = 2                | 2:1 duplicate-key
          [a]⏎[b]⏎[a]                  | 3:2 duplicate-table
          a = {}⏎[a.b]                 | 2:2 duplicate-key
          a = []⏎[[a]]                 | 2:3 duplicate-table
          [[a]]⏎[a]                    | 2:2 duplicate-table
          [a.b]⏎[a]⏎b.c = 1            | 3:1 duplicate-key
          a.b = 1⏎[a]                  | 2:2 duplicate-table
          a = {b.c = 1, b = 2}         | 1:15 duplicate-key
          """)
  void refusesOnceAndSaysWhere(String text, String expected) throws LimitExceededException {
    assertEquals(List.of(expected), told(read(unescape(text))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a = \"\u00ff\"", "# \u00c0\u0080", "a\u00ed\u00a0\u0080 = 1"})
  void refusesWhatIsNotUtf8(String latin1) throws LimitExceededException {
    SettingsDocument document =
        SettingsDocument.decode(
            "t",
            DocumentFormat.TOML,
            ByteBuffer.wrap(latin1.getBytes(StandardCharsets.ISO_8859_1)),
            InputLimits.defaults());
    assertEquals(1, document.violations().size());
    assertEquals(ViolationCodes.INVALID_UTF8, document.violations().get(0).code());
  }

  @Test
  void skipsAByteOrderMark() throws LimitExceededException {
    byte[] bytes = "\ufeffa = 01".getBytes(StandardCharsets.UTF_8);
    SettingsDocument document =
        SettingsDocument.decode(
            "t", DocumentFormat.TOML, ByteBuffer.wrap(bytes), InputLimits.defaults());
    assertEquals(List.of("1:5 malformed-number"), told(document));
  }
}
