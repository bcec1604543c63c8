// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.json;

import dev.gantry.core.Bytes;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.Text;
import dev.gantry.update.json.JsonValue.JsonArray;
import dev.gantry.update.json.JsonValue.JsonLiteral;
import dev.gantry.update.json.JsonValue.JsonNumber;
import dev.gantry.update.json.JsonValue.JsonObject;
import dev.gantry.update.json.JsonValue.JsonString;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads RFC 8259 JSON in UTF-8, strictly: one value, nothing after it, no name twice in an object,
 * no bytes that are not UTF-8, no half of a surrogate pair.
 */
public final class JsonReader {
  private final JsonParser parser;
  private final String text;
  private final String source;
  private final JsonLimits limits;
  private int values;

  private JsonReader(JsonParser parser, String text, String source, JsonLimits limits) {
    this.parser = parser;
    this.text = text;
    this.source = source;
    this.limits = limits;
  }

  /**
   * Reads a document.
   *
   * @param content the bytes
   * @param source where they came from, for messages
   * @param limits what the document may cost
   * @return the value
   * @throws MalformedDataException if it is not such a document; the field is a JSON pointer
   * @throws LimitExceededException if it is larger than allowed
   */
  public static JsonValue read(Bytes content, String source, JsonLimits limits)
      throws MalformedDataException, LimitExceededException {
    LimitExceededException.check(
        "size of " + source + " in bytes", limits.maxBytes(), content.size());
    String text = decode(content, source);
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(limits.maxDepth())
                    .maxStringLength(limits.maxTextLength())
                    .maxNameLength(limits.maxTextLength())
                    .maxNumberLength(limits.maxTextLength())
                    .build())
            .build();
    try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), text)) {
      return new JsonReader(parser, text, source, limits).document();
    } catch (StreamConstraintsException e) {
      throw tooMuch(source, limits, e);
    } catch (JacksonException e) {
      throw new MalformedDataException(
          "JSON_SYNTAX",
          source,
          offset(text, e.getLocation() == null ? 0 : e.getLocation().getCharOffset()),
          "document",
          Text.clean(e.getOriginalMessage()),
          "JSON, RFC 8259",
          e);
    }
  }

  private static LimitExceededException tooMuch(
      String source, JsonLimits limits, StreamConstraintsException e) {
    boolean depth = e.getOriginalMessage().contains("nesting depth");
    int limit = depth ? limits.maxDepth() : limits.maxTextLength();
    return new LimitExceededException(
        (depth ? "depth of " : "length of a text in ") + source, limit, limit + 1L);
  }

  private static String decode(Bytes content, String source) throws MalformedDataException {
    ByteBuffer bytes = content.asByteBuffer();
    CharBuffer chars = CharBuffer.allocate(content.size());
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(bytes, chars, true);
    if (result.isError()) {
      throw new MalformedDataException(
          "JSON_ENCODING",
          source,
          bytes.position(),
          "document",
          "bytes that are not UTF-8",
          "UTF-8, RFC 8259 section 8.1");
    }
    return chars.flip().toString();
  }

  private JsonValue document() throws MalformedDataException, LimitExceededException {
    JsonToken first = parser.nextToken();
    if (first == null) {
      throw error("JSON_SYNTAX", "", "an empty document", "a JSON value");
    }
    JsonValue value = value(first, "");
    if (parser.nextToken() != null) {
      throw error("JSON_SYNTAX", "", "something after the value", "the end of the document");
    }
    return value;
  }

  private JsonValue value(JsonToken token, String pointer)
      throws MalformedDataException, LimitExceededException {
    values++;
    LimitExceededException.check("number of values in " + source, limits.maxValues(), values);
    return switch (token) {
      case START_OBJECT -> object(pointer);
      case START_ARRAY -> array(pointer);
      case VALUE_STRING -> new JsonString(wellFormed(parser.getString(), pointer));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonNumber(parser.getString());
      case VALUE_TRUE -> JsonLiteral.TRUE;
      case VALUE_FALSE -> JsonLiteral.FALSE;
      case VALUE_NULL -> JsonLiteral.NULL;
      default -> throw error("JSON_SYNTAX", pointer, token.name(), "a JSON value");
    };
  }

  private JsonObject object(String pointer) throws MalformedDataException, LimitExceededException {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    while (nextToken() != JsonToken.END_OBJECT) {
      String name = wellFormed(parser.currentName(), pointer);
      String child = pointer + "/" + escape(name);
      JsonValue value = value(nextToken(), child);
      if (members.putIfAbsent(name, value) != null) {
        throw error("JSON_DUPLICATE_NAME", child, "a second " + Text.quote(name), "each name once");
      }
    }
    return new JsonObject(members);
  }

  private JsonArray array(String pointer) throws MalformedDataException, LimitExceededException {
    List<JsonValue> items = new ArrayList<>();
    for (JsonToken token = nextToken(); token != JsonToken.END_ARRAY; token = nextToken()) {
      items.add(value(token, pointer + "/" + items.size()));
    }
    return new JsonArray(items);
  }

  private JsonToken nextToken() throws MalformedDataException {
    JsonToken token = parser.nextToken();
    if (token == null) {
      throw error("JSON_SYNTAX", "", "the end of the document", "a whole JSON value");
    }
    return token;
  }

  private String wellFormed(String value, String pointer) throws MalformedDataException {
    for (int i = 0; i < value.length(); i++) {
      if (Character.isSurrogate(value.charAt(i))) {
        if (i + 1 == value.length()
            || !Character.isSurrogatePair(value.charAt(i), value.charAt(i + 1))) {
          throw error(
              "JSON_ENCODING", pointer, "half of a surrogate pair", "text that UTF-8 can hold");
        }
        i++;
      }
    }
    return value;
  }

  private MalformedDataException error(String code, String pointer, String found, String expected) {
    return new MalformedDataException(
        code,
        source,
        offset(text, parser.currentTokenLocation().getCharOffset()),
        pointer.isEmpty() ? "document" : pointer,
        found,
        expected);
  }

  private static long offset(String text, long charOffset) {
    int end = (int) Math.max(0, Math.min(charOffset, text.length()));
    return text.substring(0, end).getBytes(StandardCharsets.UTF_8).length;
  }

  /** Escapes one step of a JSON pointer, RFC 6901 section 3, and makes it fit a message. */
  static String escape(String name) {
    return Text.clean(name.replace("~", "~0").replace("/", "~1"));
  }
}
