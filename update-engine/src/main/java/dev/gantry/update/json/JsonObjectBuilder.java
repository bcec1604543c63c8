// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.json;

import dev.gantry.update.json.JsonValue.JsonArray;
import dev.gantry.update.json.JsonValue.JsonLiteral;
import dev.gantry.update.json.JsonValue.JsonNumber;
import dev.gantry.update.json.JsonValue.JsonObject;
import dev.gantry.update.json.JsonValue.JsonString;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds an object member by member, in order. */
public final class JsonObjectBuilder {
  private final Map<String, JsonValue> members = new LinkedHashMap<>();

  /** Creates a builder of an empty object. */
  public JsonObjectBuilder() {}

  /**
   * Adds a member.
   *
   * @param name its name
   * @param value its value
   * @return this
   */
  public JsonObjectBuilder put(String name, JsonValue value) {
    members.put(name, value);
    return this;
  }

  /**
   * Adds the text form of a value as a string.
   *
   * @param name its name
   * @param value a value whose {@code toString} is its text form
   * @return this
   */
  public JsonObjectBuilder put(String name, Object value) {
    return put(name, new JsonString(value.toString()));
  }

  /**
   * Adds a number.
   *
   * @param name its name
   * @param value its value
   * @return this
   */
  public JsonObjectBuilder put(String name, long value) {
    return put(name, new JsonNumber(Long.toString(value)));
  }

  /**
   * Adds a boolean.
   *
   * @param name its name
   * @param value its value
   * @return this
   */
  public JsonObjectBuilder put(String name, boolean value) {
    return put(name, value ? JsonLiteral.TRUE : JsonLiteral.FALSE);
  }

  /**
   * Adds an array.
   *
   * @param name its name
   * @param items its items
   * @return this
   */
  public JsonObjectBuilder put(String name, List<? extends JsonValue> items) {
    return put(name, new JsonArray(List.copyOf(items)));
  }

  /**
   * Adds the text form of a value, or {@code null} if there is none.
   *
   * @param name its name
   * @param value a value whose {@code toString} is its text form
   * @return this
   */
  public JsonObjectBuilder putOrNull(String name, Optional<?> value) {
    return put(
        name, value.<JsonValue>map(v -> new JsonString(v.toString())).orElse(JsonLiteral.NULL));
  }

  /**
   * Returns the object.
   *
   * @return the object
   */
  public JsonObject build() {
    return new JsonObject(members);
  }
}
