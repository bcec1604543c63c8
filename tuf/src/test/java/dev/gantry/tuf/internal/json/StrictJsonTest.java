// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class StrictJsonTest {
  private static JsonNode parse(String text) throws Exception {
    return StrictJson.parse(utf8(text), "test", 1 << 20);
  }

  private static Bytes utf8(String text) {
    return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void readsEveryKindOfValue() throws Exception {
    JsonNode node =
        parse(" {\"a\":[1,\"x\",true,false,null,{}],\"b\":{\"c\":-9007199254740993}}\n");

    assertEquals(6, node.get("a").size());
    assertEquals("x", node.get("a").get(1).stringValue());
    assertTrue(node.get("a").get(4).isNull());
    assertEquals(-9007199254740993L, node.get("b").get("c").longValue());
  }

  @Test
  void integersBeyondLongAreExact() throws Exception {
    String digits = "123456789012345678901234567890";

    assertEquals(new BigInteger(digits), parse(digits).bigIntegerValue());
  }

  @Test
  void fractionsNeverExpand() throws Exception {
    JsonNode node = parse("[1e999999999,1.5]");

    assertTrue(node.get(0).isFloatingPointNumber());
    assertTrue(node.get(0).isDouble());
    assertEquals(1.5, node.get(1).doubleValue());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[1,]",
        "{\"a\":1,}",
        "{a:1}",
        "{'a':1}",
        "[1] 2",
        "[1]]",
        "{} x",
        "nul",
        "01",
        "+1",
        ".5",
        "NaN",
        "Infinity",
        "-",
        "1.",
        "\"\u0001\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"open",
        "// comment\n1",
        "[1 2]",
        "]",
        "{\"a\"}",
        "{\"a\":1,\"a\":1}",
        "{\"a\":1,\"\\u0061\":2}",
        "[{\"x\":{\"y\":0,\"y\":0}}]",
        "\"\\ud800\"",
        "\"\\udc00\\ud800\"",
        "{\"\\ud83d\":1}"
      })
  void refusesEverythingElse(String text) {
    MalformedDataException e = assertThrows(MalformedDataException.class, () -> parse(text));

    assertEquals("test", e.source());
    assertEquals("JSON_SYNTAX", e.code());
  }

  @Test
  void namesTheOffset() {
    MalformedDataException duplicate =
        assertThrows(MalformedDataException.class, () -> parse("{\"é\":1,\"é\":2}"));
    MalformedDataException trailing =
        assertThrows(MalformedDataException.class, () -> parse("[1]  [2]"));

    assertTrue(duplicate.offsetBytes() > 6, () -> "offset " + duplicate.offsetBytes());
    assertEquals(5, trailing.offsetBytes());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "efbbbf7b7d", // byte order mark
        "22ff22",
        "22c0af22", // overlong slash
        "22eda08022", // a surrogate as three bytes
        "22f490808022", // above U+10FFFF
        "22c3", // cut
        "7b007d00", // UTF-16LE
        "007b007d", // UTF-16BE
        "0000007b", // UTF-32BE
        "fffe7b00", // UTF-16 with byte order mark
      })
  void refusesEveryOtherEncoding(String hex) {
    Bytes content = Bytes.of(HexFormat.of().parseHex(hex));

    MalformedDataException e =
        assertThrows(
            MalformedDataException.class, () -> StrictJson.parse(content, "test", 1 << 20));

    assertEquals("JSON_ENCODING", e.code());
    assertTrue(e.offsetBytes() >= 0);
  }

  @Test
  void depthIsLimited() throws Exception {
    String deepest = "[".repeat(StrictJson.MAX_DEPTH) + "]".repeat(StrictJson.MAX_DEPTH);

    assertTrue(parse(deepest).isArray());
    LimitExceededException e =
        assertThrows(LimitExceededException.class, () -> parse("[" + deepest + "]"));
    assertEquals(StrictJson.MAX_DEPTH, e.limit());
    assertThrows(LimitExceededException.class, () -> parse("{\"a\":".repeat(100_000)));
  }

  @Test
  void sizeIsLimitedBeforeParsing() {
    LimitExceededException e =
        assertThrows(
            LimitExceededException.class, () -> StrictJson.parse(utf8("[1,2]"), "test", 4));

    assertEquals(5, e.requested());
  }

  @Test
  void tokensAreLimited() {
    String many = "[" + "[],".repeat(20_000) + "0]";

    assertThrows(
        LimitExceededException.class, () -> StrictJson.parse(utf8(many), "test", many.length()));
  }

  @Test
  void numbersAndStringsAreLimited() {
    assertThrows(
        MalformedDataException.class, () -> parse("9".repeat(StrictJson.MAX_NUMBER_LENGTH + 1)));
    String name = "{\"" + "n".repeat(StrictJson.MAX_NAME_LENGTH + 1) + "\":0}";
    assertThrows(MalformedDataException.class, () -> parse(name));
    String text = '"' + "x".repeat(StrictJson.MAX_STRING_LENGTH + 1) + '"';
    assertThrows(MalformedDataException.class, () -> StrictJson.parse(utf8(text), "test", 1 << 24));
  }
}
