// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.testkit.settings;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A schema as JDK objects, read without casts elsewhere. */
final class Schema {
  private final Map<String, ?> root;
  private final Map<String, ?> keywords;

  Schema(Map<String, ?> root, Map<String, ?> keywords) {
    this.root = root;
    this.keywords = keywords;
  }

  /** Returns this schema, or what it refers to. */
  Schema resolved() {
    Object reference = keywords.get("$ref");
    return reference instanceof String text ? find(text).resolved() : this;
  }

  private Schema find(String reference) {
    @Nullable Object found = root;
    for (String name : reference.substring(reference.indexOf('/') + 1).split("/", -1)) {
      found = found instanceof Map<?, ?> map ? map.get(name) : null;
    }
    return new Schema(root, map(found, reference));
  }

  static Map<String, Object> map(@Nullable Object value, String where) {
    if (!(value instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException("expected an object at " + where);
    }
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach((name, each) -> copy.put(String.valueOf(name), each));
    return copy;
  }

  boolean has(String keyword) {
    return keywords.containsKey(keyword);
  }

  Optional<String> text(String keyword) {
    return keywords.get(keyword) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  List<?> list(String keyword) {
    return keywords.get(keyword) instanceof List<?> list ? list : List.of();
  }

  Optional<BigDecimal> number(String keyword) {
    return keywords.get(keyword) instanceof Number number
        ? Optional.of(new BigDecimal(number.toString()))
        : Optional.empty();
  }

  Optional<Schema> inner(String keyword) {
    return keywords.get(keyword) instanceof Map<?, ?> map
        ? Optional.of(new Schema(root, map(map, keyword)))
        : Optional.empty();
  }

  List<Schema> all(String keyword) {
    List<Schema> schemas = new ArrayList<>();
    for (Object each : list(keyword)) {
      schemas.add(new Schema(root, map(each, keyword)));
    }
    return schemas;
  }

  /** Returns the schemas of properties, in the order of their names. */
  Map<String, Schema> properties() {
    Map<String, Schema> schemas = new LinkedHashMap<>();
    inner("properties")
        .ifPresent(
            properties ->
                properties.keywords.forEach(
                    (name, each) -> schemas.put(name, new Schema(root, map(each, name)))));
    return schemas;
  }
}
