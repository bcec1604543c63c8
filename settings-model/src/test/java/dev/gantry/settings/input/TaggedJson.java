// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.input;

import dev.gantry.settings.input.DocumentNode.ArrayNode;
import dev.gantry.settings.input.DocumentNode.BooleanNode;
import dev.gantry.settings.input.DocumentNode.DateTimeNode;
import dev.gantry.settings.input.DocumentNode.NumberNode;
import dev.gantry.settings.input.DocumentNode.StringNode;
import dev.gantry.settings.input.DocumentNode.TableNode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Compares documents with the tagged JSON in which toml-test writes what it expects. */
final class TaggedJson {
  private TaggedJson() {}

  /** Returns what is different, or an empty text. */
  static String difference(JsonNode expected, DocumentNode found) {
    if (expected.isArray()) {
      return found instanceof ArrayNode array ? items(expected, array) : "no list: " + found;
    }
    if (expected.size() == 2 && expected.path("type").isString()) {
      return scalar(expected.get("type").asString(), expected.get("value").asString(), found);
    }
    if (!(found instanceof TableNode table)) {
      return "no table: " + found;
    }
    if (table.entries().size() != expected.size()) {
      return "another number of keys: " + found;
    }
    for (String name : expected.propertyNames()) {
      String inner =
          table
              .entry(name)
              .map(entry -> difference(expected.get(name), entry.value()))
              .orElse("no " + name);
      if (!inner.isEmpty()) {
        return inner;
      }
    }
    return "";
  }

  private static String items(JsonNode expected, ArrayNode found) {
    if (found.items().size() != expected.size()) {
      return "another number of items: " + found;
    }
    for (int i = 0; i < expected.size(); i++) {
      String inner = difference(expected.get(i), found.items().get(i));
      if (!inner.isEmpty()) {
        return inner;
      }
    }
    return "";
  }

  private static String scalar(String type, String value, DocumentNode found) {
    boolean same =
        switch (type) {
          case "string" -> found instanceof StringNode text && text.value().equals(value);
          case "integer" ->
              found instanceof NumberNode number
                  && number.isInteger()
                  && String.valueOf(number.value()).equals(value);
          case "float" -> found instanceof NumberNode number && isFloat(number, value);
          case "bool" ->
              found instanceof BooleanNode truth && String.valueOf(truth.value()).equals(value);
          default -> found instanceof DateTimeNode time && moment(time).equals(moment(type, value));
        };
    return same ? "" : found + " is not " + type + " " + value;
  }

  private static boolean isFloat(NumberNode number, String value) {
    if (number.value() == null) {
      String text = number.text().replace("+", "");
      return value.endsWith("nan") ? text.endsWith("nan") : text.equals(value.replace("+", ""));
    }
    return !number.isInteger()
        && Double.compare(number.value().doubleValue() + 0.0, Double.parseDouble(value) + 0.0) == 0;
  }

  private static Object moment(DateTimeNode time) {
    String type =
        switch (time.sort()) {
          case OFFSET_DATE_TIME -> "datetime";
          case LOCAL_DATE_TIME -> "datetime-local";
          case LOCAL_DATE -> "date-local";
          case LOCAL_TIME -> "time-local";
        };
    return moment(type, time.text());
  }

  private static Object moment(String type, String text) {
    String upper = text.toUpperCase(Locale.ROOT).replace(' ', 'T');
    return switch (type) {
      case "datetime" -> OffsetDateTime.parse(upper);
      case "datetime-local" -> LocalDateTime.parse(upper);
      case "date-local" -> LocalDate.parse(upper);
      default -> LocalTime.parse(upper);
    };
  }
}
