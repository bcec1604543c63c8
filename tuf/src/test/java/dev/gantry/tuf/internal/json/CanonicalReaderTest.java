// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalReaderTest {
  private static Bytes utf8(String text) {
    return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static CanonicalValue read(String text) throws Exception {
    return CanonicalReader.read(utf8(text), "test");
  }

  /** The right column was made with securesystemslib 1.6.0's encode_canonical. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      quoteCharacter = '\0',
      value = {
        "{\"b\":1,\"a\":[true,false,null,-5,12345678901234567890123]} "
            + "7b2261223a5b747275652c66616c73652c6e756c6c2c2d352c31323334353637383930313233343536373839303132335d2c2262223a317d",
        "{\"\\ud83d\\ude00\":1,\"\\uffee\":2,\"z\":3,\"\":4} "
            + "7b22223a342c227a223a332c22efbfae223a322c22f09f9880223a317d",
        "{\"k\":\"a\\\"b\\\\c\\nd\\u0000\\u007f\\u00e9e\\u0301/\"} "
            + "7b226b223a22615c22625c5c630a64007fc3a965cc812f227d",
        "{} 7b7d",
        "[] 5b5d",
        "\"\" 2222",
        "{\"a\":{\"c\":[],\"b\":{}}} 7b2261223a7b2262223a7b7d2c2263223a5b5d7d7d",
        "0 30",
        "-0 30"
      })
  void agreesWithTheReferenceImplementation(String json, String expectedHex) throws Exception {
    assertEquals(expectedHex, read(json).bytes().toHex());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0", "[1e3]", "{\"a\":0.5}", "1E400", "-0.0", "1e999999999"})
  void refusesFractions(String json) {
    MalformedDataException e = assertThrows(MalformedDataException.class, () -> read(json));
    assertEquals("CANONICAL_JSON", e.code());
  }

  @Test
  void fractionsMatterOnlyWhereSignaturesDo() throws Exception {
    Bytes outside = utf8("{\"signatures\":[1.5],\"signed\":{\"a\":1},\"x\":{\"signed\":0.5}}");
    CanonicalDocument document = CanonicalReader.read(outside, "test", 1 << 20, "signed", Set.of());
    assertEquals(utf8("{\"a\":1}"), document.member("signed").orElseThrow().bytes());
    Bytes inside = utf8("{\"x\":{},\"signed\":{\"a\":[{\"b\":1.0}]}}");
    MalformedDataException e =
        assertThrows(
            MalformedDataException.class,
            () -> CanonicalReader.read(inside, "test", 1 << 20, "signed", Set.of()));
    assertEquals("CANONICAL_JSON", e.code());
    assertEquals(28, e.offsetBytes());
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
        "-01",
        "00",
        "+1",
        ".5",
        "NaN",
        "Infinity",
        "-",
        "1.",
        "\"\u0001\"",
        "\"\u0000\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"open",
        "// comment\n1",
        "[1 2]",
        "]",
        "{\"a\"}",
        "{\"a\":1,\"a\":1}",
        "{\"b\":0,\"a\":1,\"c\":[],\"\\u0061\":2}",
        "{\"z\":0,\"a\":1,\"a\":1}",
        "[{\"x\":{\"y\":0,\"y\":0}}]",
        "\"\\ud800\"",
        "\"\\udc00\\ud800\"",
        "{\"\\ud83d\":1}",
        "{\"a\\ud83d\":1}",
        "{]",
        "[}"
      })
  void refusesEverythingElse(String text) {
    MalformedDataException e = assertThrows(MalformedDataException.class, () -> read(text));
    assertEquals("test", e.source());
    assertEquals("JSON_SYNTAX", e.code());
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
        "fffe7b00", // UTF-16 with byte order mark
      })
  void refusesEveryOtherEncoding(String hex) {
    Bytes content = Bytes.of(HexFormat.of().parseHex(hex));
    MalformedDataException e =
        assertThrows(MalformedDataException.class, () -> CanonicalReader.read(content, "test"));
    assertEquals("JSON_ENCODING", e.code());
    assertTrue(e.offsetBytes() >= 0 && e.offsetBytes() < 4, () -> "offset " + e.offsetBytes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"7b007d00", "007b007d", "0000007b", "00000000"})
  void refusesZeroBytes(String hex) {
    Bytes content = Bytes.of(HexFormat.of().parseHex(hex));
    assertThrows(MalformedDataException.class, () -> CanonicalReader.read(content, "test"));
  }

  /** Characters that take more than a byte lie across every border of the decoder's buffer. */
  @Test
  void decodesAcrossBorders() throws Exception {
    for (int shift = 0; shift < 4; shift++) {
      String text = " ".repeat(shift) + '"' + "\ud83d\ude00é\uffee".repeat(3_000) + '"';
      assertEquals(utf8(text.strip()), read(text).bytes());
    }
    byte[] broken = utf8('"' + "é".repeat(9_000) + '"').toByteArray();
    broken[15_000] = 'x';
    MalformedDataException e =
        assertThrows(
            MalformedDataException.class, () -> CanonicalReader.read(Bytes.of(broken), "test"));
    assertEquals("JSON_ENCODING", e.code());
    assertTrue(Math.abs(e.offsetBytes() - 14_999) <= 1, () -> "offset " + e.offsetBytes());
  }

  @Test
  void namesTheOffsetInBytes() {
    MalformedDataException repeated =
        assertThrows(MalformedDataException.class, () -> read("{\"é\":1,\"é\":2}"));
    MalformedDataException trailing =
        assertThrows(MalformedDataException.class, () -> read("[\"\ud83d\ude00é\"]  [2]"));
    assertEquals(8, repeated.offsetBytes());
    assertEquals(12, trailing.offsetBytes());
  }

  @Test
  void depthIsLimited() throws Exception {
    String deepest = "[".repeat(StrictJson.MAX_DEPTH) + "]".repeat(StrictJson.MAX_DEPTH);
    assertEquals(utf8(deepest), read(deepest).bytes());
    LimitExceededException e =
        assertThrows(LimitExceededException.class, () -> read("[" + deepest + "]"));
    assertEquals(StrictJson.MAX_DEPTH, e.limit());
    assertThrows(LimitExceededException.class, () -> read("{\"a\":".repeat(100_000)));
    String unsorted = "{\"b\":0,\"a\":".repeat(StrictJson.MAX_DEPTH) + "1";
    String sorted = "{\"a\":".repeat(StrictJson.MAX_DEPTH) + "1";
    assertEquals(
        utf8(sorted + ",\"b\":0}".repeat(StrictJson.MAX_DEPTH)),
        read(unsorted + "}".repeat(StrictJson.MAX_DEPTH)).bytes());
  }

  @Test
  void sizeIsLimitedBeforeParsing() {
    LimitExceededException e =
        assertThrows(
            LimitExceededException.class,
            () -> CanonicalReader.read(utf8("[1,2]"), "test", 4, "signed", Set.of()));
    assertEquals(5, e.requested());
  }

  @Test
  void numbersAndStringsAreLimited() throws Exception {
    String digits = "9".repeat(StrictJson.MAX_NUMBER_LENGTH);
    assertEquals(utf8("-" + digits), read("-" + digits).bytes());
    assertThrows(MalformedDataException.class, () -> read(digits + "9"));
    String name = "n".repeat(StrictJson.MAX_NAME_LENGTH);
    assertEquals(name.length() + 6, read("{\"" + name + "\":0}").bytes().size());
    assertThrows(MalformedDataException.class, () -> read("{\"" + name + "n\":0}"));
    String text = "x".repeat(StrictJson.MAX_STRING_LENGTH);
    assertEquals(text.length() + 2, read('"' + text + '"').bytes().size());
    assertThrows(MalformedDataException.class, () -> read('"' + text + "x\""));
  }

  @Test
  void aHundredThousandNamesBackwardsAreSorted() throws Exception {
    StringBuilder backwards = new StringBuilder("{");
    StringBuilder forwards = new StringBuilder();
    for (int i = 99_999; i >= 0; i--) {
      backwards.append("\"k").append(100_000 + i).append("\":{}").append(i > 0 ? "," : "}");
    }
    for (int i = 0; i < 100_000; i++) {
      forwards.append(i > 0 ? "," : "{").append("\"k").append(100_000 + i).append("\":{}");
    }
    CanonicalValue value = read(backwards.toString());
    assertEquals(utf8(forwards + "}"), value.bytes());
    assertTrue(value.object().find("k123456").orElseThrow().isObject());
    assertTrue(value.object().find("k99999").isEmpty());
  }
}
