// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.core.Bytes;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

class CanonicalJsonTest {
  private static JsonNode parse(String text) throws Exception {
    return StrictJson.parse(Bytes.of(text.getBytes(StandardCharsets.UTF_8)), "test", 1 << 20);
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
    assertEquals(expectedHex, CanonicalJson.encode(parse(json)).toHex());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0", "[1e3]", "{\"a\":0.5}", "1E400"})
  void refusesFractions(String json) throws Exception {
    JsonNode node = parse(json);

    MalformedDataException e =
        assertThrows(MalformedDataException.class, () -> CanonicalJson.encode(node));
    assertEquals("CANONICAL_JSON", e.code());
  }

  @Test
  void refusesUnpairedSurrogates() {
    JsonNode node = JsonNodeFactory.instance.stringNode("\ud800");

    assertThrows(MalformedDataException.class, () -> CanonicalJson.encode(node));
  }

  @Test
  void refusesDepthInsteadOfOverflowingTheStack() {
    ArrayNode node = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < 100_000; i++) {
      ArrayNode outer = JsonNodeFactory.instance.arrayNode();
      outer.add(node);
      node = outer;
    }
    ArrayNode deep = node;

    assertThrows(LimitExceededException.class, () -> CanonicalJson.encode(deep));
  }

  @Test
  void sortsByBytesAlsoBesideEscapes() throws Exception {
    assertEquals(
        "{\"\":0,\"\\\"\":1,\"a\":2,\"a\\\\\":3,\"ab\":4}",
        new String(
            CanonicalJson.encode(parse("{\"ab\":4,\"a\\\\\":3,\"a\":2,\"\\\"\":1,\"\":0}"))
                .toByteArray(),
            StandardCharsets.UTF_8));
  }
}
