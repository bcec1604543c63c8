// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A JSON value that comes back from {@link JsonWriter} as it was read: members keep their order and
 * numbers their digits. Immutable.
 */
public sealed interface JsonValue {
  /**
   * An object.
   *
   * @param members in document order
   */
  record JsonObject(Map<String, JsonValue> members) implements JsonValue {
    /** Creates an object. */
    public JsonObject {
      members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }
  }

  /**
   * An array.
   *
   * @param items in document order
   */
  record JsonArray(List<JsonValue> items) implements JsonValue {
    /** Creates an array. */
    public JsonArray {
      items = List.copyOf(items);
    }
  }

  /**
   * A string.
   *
   * @param text well-formed UTF-16
   */
  record JsonString(String text) implements JsonValue {}

  /**
   * A number.
   *
   * @param text its digits as they stand in the document
   */
  record JsonNumber(String text) implements JsonValue {}

  /** The values without content. */
  enum JsonLiteral implements JsonValue {
    /** {@code true}. */
    TRUE,
    /** {@code false}. */
    FALSE,
    /** {@code null}. */
    NULL
  }

  /**
   * Says what kind of value this is, for messages.
   *
   * @return for example {@code an object}
   */
  default String kind() {
    if (this instanceof JsonObject) {
      return "an object";
    }
    if (this instanceof JsonArray) {
      return "an array";
    }
    if (this instanceof JsonString) {
      return "a string";
    }
    if (this instanceof JsonNumber) {
      return "a number";
    }
    return this == JsonLiteral.NULL ? "null" : "a boolean";
  }
}
