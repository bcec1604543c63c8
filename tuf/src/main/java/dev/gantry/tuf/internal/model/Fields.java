// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.model;

import dev.gantry.core.MalformedDataException;
import dev.gantry.tuf.internal.json.CanonicalValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Typed access to one JSON object of metadata: whatever has the wrong type or is missing becomes a
 * {@link MalformedDataException} that names file and field.
 */
public final class Fields {
  /** Code of every failure of this class. */
  public static final String CODE = "TUF_METADATA";

  private final JsonNode object;
  private final String source;
  private final String where;

  private Fields(JsonNode object, String source, String where) {
    this.object = object;
    this.source = source;
    this.where = where;
  }

  /**
   * Takes an object.
   *
   * @param node any node
   * @param source the file
   * @param where path of the node in the file
   * @return its fields
   * @throws MalformedDataException if the node is no object
   */
  public static Fields of(@Nullable JsonNode node, String source, String where)
      throws MalformedDataException {
    if (node == null || !node.isObject()) {
      throw malformed(source, where, describe(node), "an object");
    }
    return new Fields(node, source, where);
  }

  /** Returns the object itself. */
  public JsonNode node() {
    return object;
  }

  /** Returns all members in the order of the file. */
  public Set<Map.Entry<String, JsonNode>> members() {
    return object.properties();
  }

  /** Says whether a member is there. */
  public boolean has(String name) {
    return object.get(name) != null;
  }

  /** Returns a member that must be an object. */
  public Fields object(String name) throws MalformedDataException {
    return of(object.get(name), source, path(name));
  }

  /** Returns the elements of a member that must be an array. */
  public List<JsonNode> array(String name) throws MalformedDataException {
    JsonNode node = object.get(name);
    if (node == null || !node.isArray()) {
      throw malformed(source, path(name), describe(node), "an array");
    }
    return new ArrayList<>(node.values());
  }

  /** Returns the elements of a member that must be an array of strings. */
  public List<String> strings(String name) throws MalformedDataException {
    List<JsonNode> nodes = array(name);
    List<String> strings = new ArrayList<>(nodes.size());
    for (JsonNode node : nodes) {
      if (!node.isString()) {
        throw malformed(source, path(name) + "[]", describe(node), "a string");
      }
      strings.add(node.stringValue());
    }
    return List.copyOf(strings);
  }

  /** Returns a member that must be a string. */
  public String string(String name) throws MalformedDataException {
    JsonNode node = object.get(name);
    if (node == null || !node.isString()) {
      throw malformed(source, path(name), describe(node), "a string");
    }
    return node.stringValue();
  }

  /** Returns a member that must be a boolean. */
  public boolean bool(String name) throws MalformedDataException {
    JsonNode node = object.get(name);
    if (node == null || !node.isBoolean()) {
      throw malformed(source, path(name), describe(node), "true or false");
    }
    return node.booleanValue();
  }

  /** Returns a member that must be an integer of a range. */
  public long integer(String name, long min, long max) throws MalformedDataException {
    JsonNode node = object.get(name);
    if (node == null || !node.isIntegralNumber() || !node.canConvertToLong()) {
      throw malformed(source, path(name), describe(node), range(min, max));
    }
    long value = node.longValue();
    if (value < min || value > max) {
      throw malformed(source, path(name), Long.toString(value), range(min, max));
    }
    return value;
  }

  /** Returns a member that may be absent. */
  public Optional<JsonNode> optional(String name) {
    return Optional.ofNullable(object.get(name));
  }

  /** Makes a failure about a member. */
  public MalformedDataException malformed(String name, String found, String expected) {
    return malformed(source, path(name), found, expected);
  }

  /** Returns the file. */
  public String source() {
    return source;
  }

  /** Returns the path of a member in the file. */
  public String path(String name) {
    return where.isEmpty() ? name : where + "." + name;
  }

  private static String range(long min, long max) {
    return "an integer from " + min + " to " + max;
  }

  static MalformedDataException malformed(
      String source, String field, CanonicalValue found, String expected) {
    return malformed(source, field, describe(found), expected);
  }

  static MalformedDataException malformed(
      String source, String field, String found, String expected) {
    return new MalformedDataException(
        CODE, source, MalformedDataException.UNKNOWN_OFFSET, field, found, expected);
  }

  /** Needs no tree, which may be large. */
  private static String describe(CanonicalValue value) {
    if (value.isObject()) {
      return "an object";
    }
    if (value.isArray()) {
      return "an array";
    }
    if (value.isString()) {
      return '"' + value.string() + '"';
    }
    return switch (value.buffer().get()) {
      case 'n' -> "null";
      case 't', 'f' -> "a truth value";
      default -> "a number";
    };
  }

  private static String describe(@Nullable JsonNode node) {
    if (node == null) {
      return "absent";
    }
    if (node.isObject()) {
      return "an object";
    }
    if (node.isArray()) {
      return "an array";
    }
    if (node.isString()) {
      return '"' + node.stringValue() + '"';
    }
    // A number's text can be long to make, and says little.
    return node.isNumber() ? "a number" : node.isNull() ? "null" : "a truth value";
  }
}
