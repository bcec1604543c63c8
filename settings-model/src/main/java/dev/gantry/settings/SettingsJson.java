// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings;

import dev.gantry.core.MalformedDataException;
import dev.gantry.settings.SettingValue.BooleanValue;
import dev.gantry.settings.SettingValue.ListValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingValue.NumberValue;
import dev.gantry.settings.SettingValue.StringValue;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * Values as JSON (RFC 8259) and back. Maps are written sorted by name, without blanks, and numbers
 * with the digits that they have, so that equal values have equal text.
 *
 * <p>This is for text that programs exchange; documents of users, whose mistakes need positions,
 * are read elsewhere. All methods are safe for use by many threads.
 */
public final class SettingsJson {
  /** Most lists and maps that may lie inside one another. */
  public static final int MAX_DEPTH = 64;

  /** Most chars of one document. */
  public static final int MAX_LENGTH = 16 << 20;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxDocumentLength(MAX_LENGTH)
                  .maxStringLength(MAX_LENGTH)
                  .maxNumberLength(200)
                  .build())
          .build();

  private SettingsJson() {}

  /**
   * Reads a document.
   *
   * @param source what the text is, for messages
   * @param text the document
   * @return its value, or empty if it is null
   * @throws MalformedDataException with the code {@code SETTINGS_JSON} if the text is not one JSON
   *     value, has a name twice in a map, has null inside, or breaks a limit
   */
  public static Optional<SettingValue> read(String source, String text)
      throws MalformedDataException {
    return read(source, text, null);
  }

  private static Optional<SettingValue> read(
      String source, String text, @Nullable SortedSet<SettingKey> nulls)
      throws MalformedDataException {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw malformed(source, 0, "nothing", "one JSON value", null);
      }
      Optional<SettingValue> value =
          first == JsonToken.VALUE_NULL
              ? Optional.empty()
              : Optional.of(value(new Reading(source, parser, nulls), SettingKey.root()));
      if (parser.nextToken() != null) {
        throw malformed(source, offset(parser), "more text", "one JSON value (RFC 8259, 2)", null);
      }
      return value;
    } catch (StreamConstraintsException e) {
      throw malformed(source, -1, e.getOriginalMessage(), "a document within the limits", e);
    } catch (JacksonException e) {
      long at = e.getLocation() == null ? -1 : e.getLocation().getCharOffset();
      // What the library says has pieces of the text in it, which may be secrets.
      throw malformed(source, at, "something else", "JSON (RFC 8259)", null);
    }
  }

  /**
   * A map with nulls in it.
   *
   * @param map the map without its nulls; maps that had nothing else are there, and empty
   * @param nulls keys of the nulls
   */
  public record MapWithNulls(MapValue map, SortedSet<SettingKey> nulls) {
    /** Creates a map with nulls. */
    public MapWithNulls {
      nulls = Collections.unmodifiableSortedSet(new TreeSet<>(nulls));
    }
  }

  /**
   * Reads a document that must be a map and may have nulls in maps, as merge patches have.
   *
   * @param source what the text is, for messages
   * @param text the document
   * @return the map, and where nulls were
   * @throws MalformedDataException as {@link #readMap} does, but for nulls in maps
   */
  public static MapWithNulls readMapWithNulls(String source, String text)
      throws MalformedDataException {
    SortedSet<SettingKey> nulls = new TreeSet<>();
    return new MapWithNulls(requireMap(source, read(source, text, nulls)), nulls);
  }

  /**
   * Reads a document that must be a map.
   *
   * @param source what the text is, for messages
   * @param text the document
   * @return the map
   * @throws MalformedDataException as {@link #read} does, and if the value is not a map
   */
  public static MapValue readMap(String source, String text) throws MalformedDataException {
    return requireMap(source, read(source, text));
  }

  private static MapValue requireMap(String source, Optional<SettingValue> value)
      throws MalformedDataException {
    if (value.isPresent() && value.get() instanceof MapValue map) {
      return map;
    }
    throw malformed(source, 0, value.map(SettingValue::kind).orElse("null"), "a JSON object", null);
  }

  private static SettingValue value(Reading reading, SettingKey at) throws MalformedDataException {
    JsonParser parser = reading.parser;
    JsonToken token = parser.currentToken();
    return switch (token) {
      case VALUE_STRING -> SettingValue.of(parser.getString());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(reading);
      case VALUE_TRUE, VALUE_FALSE -> SettingValue.of(token == JsonToken.VALUE_TRUE);
      case START_ARRAY -> list(reading);
      case START_OBJECT -> map(reading, at);
      default ->
          throw malformed(
              reading.source, offset(parser), "null", "a value inside lists and objects", null);
    };
  }

  private static NumberValue number(Reading reading) throws MalformedDataException {
    try {
      return new NumberValue(reading.parser.getDecimalValue());
    } catch (NumberFormatException e) {
      throw malformed(
          reading.source,
          offset(reading.parser),
          "a number with too large an exponent",
          "an exponent of 32 bits",
          null);
    }
  }

  private static ListValue list(Reading reading) throws MalformedDataException {
    List<SettingValue> items = new ArrayList<>();
    Reading inner = new Reading(reading.source, reading.parser, null);
    while (reading.parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(inner, SettingKey.root()));
    }
    return new ListValue(items);
  }

  private static MapValue map(Reading reading, SettingKey at) throws MalformedDataException {
    TreeMap<String, SettingValue> entries = new TreeMap<>();
    while (reading.parser.nextToken() != JsonToken.END_OBJECT) {
      String name = reading.parser.currentName();
      SettingKey key = reading.nulls == null ? at : at.child(name);
      if (reading.parser.nextToken() == JsonToken.VALUE_NULL && reading.nulls != null) {
        reading.nulls.add(key);
      } else {
        entries.put(name, value(reading, key));
      }
    }
    return new MapValue(entries);
  }

  /** A document that is being read; keys with null are collected if there is a set for them. */
  private record Reading(String source, JsonParser parser, @Nullable SortedSet<SettingKey> nulls) {}

  private static long offset(JsonParser parser) {
    return parser.currentTokenLocation().getCharOffset();
  }

  private static MalformedDataException malformed(
      String source, long at, String found, String expected, @Nullable Exception cause) {
    return new MalformedDataException("SETTINGS_JSON", source, at, "text", found, expected, cause);
  }

  /**
   * Writes a value on one line.
   *
   * @param value the value
   * @return JSON; equal values give equal text
   */
  public static String write(SettingValue value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      write(value, generator);
    }
    return text.toString();
  }

  /**
   * Writes a value for people, with line breaks and two blanks for each level.
   *
   * @param value the value
   * @return JSON without a line break at its end
   */
  public static String writePretty(SettingValue value) {
    StringBuilder text = new StringBuilder();
    writePretty(value, "\n", text);
    return text.toString();
  }

  private static void writePretty(SettingValue value, String lineStart, StringBuilder text) {
    String inner = lineStart + "  ";
    String comma = "";
    if (value instanceof ListValue list && !list.items().isEmpty()) {
      text.append('[');
      for (SettingValue item : list.items()) {
        text.append(comma).append(inner);
        writePretty(item, inner, text);
        comma = ",";
      }
      text.append(lineStart).append(']');
    } else if (value instanceof MapValue map && !map.entries().isEmpty()) {
      text.append('{');
      for (Map.Entry<String, SettingValue> entry : map.entries().entrySet()) {
        text.append(comma).append(inner).append(write(SettingValue.of(entry.getKey())));
        text.append(": ");
        writePretty(entry.getValue(), inner, text);
        comma = ",";
      }
      text.append(lineStart).append('}');
    } else {
      text.append(write(value));
    }
  }

  private static void write(SettingValue value, JsonGenerator generator) {
    if (value instanceof StringValue string) {
      generator.writeString(string.value());
    } else if (value instanceof NumberValue number) {
      generator.writeNumber(number.value());
    } else if (value instanceof BooleanValue bool) {
      generator.writeBoolean(bool.value());
    } else if (value instanceof ListValue list) {
      generator.writeStartArray();
      list.items().forEach(item -> write(item, generator));
      generator.writeEndArray();
    } else if (value instanceof MapValue map) {
      generator.writeStartObject();
      for (Map.Entry<String, SettingValue> entry : map.entries().entrySet()) {
        generator.writeName(entry.getKey());
        write(entry.getValue(), generator);
      }
      generator.writeEndObject();
    }
  }
}
