// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.json;

import dev.gantry.core.Digest;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.Text;
import dev.gantry.core.Version;
import dev.gantry.update.json.JsonValue.JsonArray;
import dev.gantry.update.json.JsonValue.JsonNumber;
import dev.gantry.update.json.JsonValue.JsonObject;
import dev.gantry.update.json.JsonValue.JsonString;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A value and the JSON pointer (RFC 6901) to it, so that every refusal says where it was.
 *
 * @param value the value
 * @param pointer the way to it from the top of the document; empty at the top
 * @param source where the document came from
 */
public record JsonCursor(JsonValue value, String pointer, String source) {
  /**
   * Points at the top of a document.
   *
   * @param value the document
   * @param source where it came from
   * @return the cursor
   */
  public static JsonCursor top(JsonValue value, String source) {
    return new JsonCursor(value, "", source);
  }

  /**
   * Makes a refusal of this value.
   *
   * @param code stable name
   * @param found what was found
   * @param expected the rule
   * @return the exception to throw
   */
  public MalformedDataException error(String code, String found, String expected) {
    return new MalformedDataException(
        code,
        source,
        MalformedDataException.UNKNOWN_OFFSET,
        pointer.isEmpty() ? "document" : pointer,
        found,
        expected);
  }

  /**
   * Goes down to a member that must exist.
   *
   * @param name the name
   * @return the member
   * @throws MalformedDataException if this is not an object or has no such member
   */
  public JsonCursor member(String name) throws MalformedDataException {
    return find(name)
        .orElseThrow(() -> child(name).error("JSON_MISSING_MEMBER", "absent", "a value"));
  }

  /**
   * Goes down to a member that may exist.
   *
   * @param name the name
   * @return the member, or empty if it is absent
   * @throws MalformedDataException if this is not an object
   */
  public Optional<JsonCursor> find(String name) throws MalformedDataException {
    return Optional.ofNullable(object().members().get(name))
        .map(found -> new JsonCursor(found, child(name).pointer, source));
  }

  /**
   * Goes down to all members.
   *
   * @return the members in document order
   * @throws MalformedDataException if this is not an object
   */
  public Map<String, JsonCursor> members() throws MalformedDataException {
    Map<String, JsonCursor> members = new LinkedHashMap<>();
    object()
        .members()
        .forEach(
            (name, found) -> members.put(name, new JsonCursor(found, child(name).pointer, source)));
    return members;
  }

  /**
   * Goes down to all items.
   *
   * @return the items in order
   * @throws MalformedDataException if this is not an array
   */
  public List<JsonCursor> items() throws MalformedDataException {
    if (!(value instanceof JsonArray array)) {
      throw wrongKind("an array");
    }
    List<JsonCursor> items = new ArrayList<>();
    for (JsonValue item : array.items()) {
      items.add(new JsonCursor(item, pointer + "/" + items.size(), source));
    }
    return items;
  }

  /**
   * Returns the text of a string.
   *
   * @return the text
   * @throws MalformedDataException if this is not a string
   */
  public String text() throws MalformedDataException {
    if (value instanceof JsonString string) {
      return string.text();
    }
    throw wrongKind("a string");
  }

  /**
   * Returns the text of a string that is not empty.
   *
   * @return the text
   * @throws MalformedDataException if this is anything else
   */
  public String nonEmptyText() throws MalformedDataException {
    String text = text();
    if (text.isEmpty()) {
      throw error("JSON_VALUE", "an empty string", "a string that is not empty");
    }
    return text;
  }

  /**
   * Returns a whole number.
   *
   * @return 0 or more
   * @throws MalformedDataException if this is anything else
   */
  public long count() throws MalformedDataException {
    if (!(value instanceof JsonNumber number)) {
      throw wrongKind("a number");
    }
    try {
      long count = Long.parseLong(number.text());
      if (count >= 0) {
        return count;
      }
    } catch (NumberFormatException e) {
      throw error("JSON_VALUE", Text.quote(number.text()), "a whole number from 0 to 2^63-1");
    }
    throw error("JSON_VALUE", Text.quote(number.text()), "a whole number from 0 to 2^63-1");
  }

  /**
   * Returns a version.
   *
   * @return the version
   * @throws MalformedDataException if this is not a string of a semantic version
   */
  public Version version() throws MalformedDataException {
    String text = text();
    try {
      return Version.parse(text);
    } catch (IllegalArgumentException e) {
      throw error("JSON_VALUE", Text.quote(text), "a semantic version, SemVer 2.0.0");
    }
  }

  /**
   * Returns a digest.
   *
   * @return the digest
   * @throws MalformedDataException if this is not a string {@code algorithm:hex}
   */
  public Digest digest() throws MalformedDataException {
    String text = text();
    try {
      return Digest.parse(text);
    } catch (IllegalArgumentException e) {
      throw error("JSON_VALUE", Text.quote(text), "a digest as ALGORITHM:HEX");
    }
  }

  /**
   * Returns an instant in the form of {@link Instant#toString()}.
   *
   * @return the instant
   * @throws MalformedDataException if this is not such a string
   */
  public Instant instant() throws MalformedDataException {
    String text = text();
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw error("JSON_VALUE", Text.quote(text), "an instant, RFC 3339, in UTC");
    }
  }

  private JsonObject object() throws MalformedDataException {
    if (value instanceof JsonObject object) {
      return object;
    }
    throw wrongKind("an object");
  }

  private JsonCursor child(String name) {
    return new JsonCursor(value, pointer + "/" + JsonReader.escape(name), source);
  }

  private MalformedDataException wrongKind(String expected) {
    return error("JSON_KIND", value.kind(), expected);
  }
}
