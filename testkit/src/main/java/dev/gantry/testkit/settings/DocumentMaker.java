// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.testkit.settings;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Makes documents that a schema accepts. */
final class DocumentMaker {
  private static final int MOST_PROPERTIES = 4;
  private static final int MOST_ITEMS = 3;
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

  private final Schema schema;
  private final Random random;

  DocumentMaker(Map<String, ?> schema, Random random) {
    this.schema = new Schema(schema, schema);
    this.random = random;
  }

  Map<String, Object> document() {
    return Schema.map(value(schema), "the root");
  }

  private Object value(Schema from) {
    Schema at = from.resolved();
    List<Schema> shapes = at.all("anyOf");
    if (!shapes.isEmpty() && at.text("type").isEmpty()) {
      return value(pick(shapes));
    }
    String type = at.text("type").orElse("string");
    return switch (type) {
      case "object" -> table(at);
      case "array" -> at.has("prefixItems") ? tuple(at) : items(at);
      case "boolean" -> random.nextBoolean();
      case "integer" -> integer(at);
      case "number" -> fraction(at);
      default -> text(at);
    };
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  private Map<String, Object> table(Schema at) {
    Map<String, Schema> properties = at.properties();
    List<String> names = new ArrayList<>(properties.keySet());
    Collections.shuffle(names, random);
    List<?> required = at.list("required");
    Map<String, Object> table = new LinkedHashMap<>();
    int wanted = 1 + random.nextInt(MOST_PROPERTIES);
    for (String name : names) {
      boolean chosen = required.contains(name) || table.size() < wanted;
      Schema property = properties.get(name);
      if (chosen && property != null && !isExcluded(at, name, table)) {
        table.put(name, value(property));
      }
    }
    at.inner("additionalProperties").ifPresent(others -> others(at, others, table));
    return table;
  }

  /** Tells whether a name that is there already excludes another. */
  private static boolean isExcluded(Schema at, String name, Map<String, Object> table) {
    return at.all("allOf").stream()
        .flatMap(condition -> condition.inner("not").stream())
        .map(not -> not.list("required"))
        .anyMatch(
            pair ->
                pair.contains(name)
                    && pair.stream()
                        .anyMatch(each -> !each.equals(name) && table.containsKey(each)));
  }

  private void others(Schema at, Schema others, Map<String, Object> table) {
    int wanted = random.nextInt(MOST_ITEMS);
    for (int i = 0; i < wanted; i++) {
      String name = at.inner("propertyNames").map(this::name).orElseGet(this::word);
      if (!at.properties().containsKey(name)) {
        table.put(name, value(others));
      }
    }
  }

  private String name(Schema names) {
    List<Schema> shapes = names.resolved().all("anyOf");
    Schema chosen = shapes.isEmpty() ? names : shapes.get(shapes.size() - 1);
    return text(chosen.resolved());
  }

  private List<Object> items(Schema at) {
    int least = at.number("minItems").map(BigDecimal::intValue).orElse(0);
    int wanted = least + random.nextInt(MOST_ITEMS);
    List<Object> items = new ArrayList<>();
    for (int i = 0; i < wanted; i++) {
      at.inner("items").map(this::value).ifPresent(items::add);
    }
    return at.has("uniqueItems") ? new ArrayList<>(items.stream().distinct().toList()) : items;
  }

  private List<Object> tuple(Schema at) {
    List<Object> items = new ArrayList<>();
    at.all("prefixItems").forEach(item -> items.add(value(item)));
    return items;
  }

  private BigDecimal integer(Schema at) {
    BigInteger least = at.number("minimum").map(BigDecimal::toBigInteger).orElse(BigInteger.ZERO);
    BigInteger most =
        at.number("maximum").map(BigDecimal::toBigInteger).orElse(BigInteger.valueOf(1000));
    BigInteger found =
        switch (random.nextInt(4)) {
          case 0 -> least;
          case 1 -> most;
          case 2 -> BigInteger.valueOf(random.nextInt(200_000)).max(least).min(most);
          default ->
              least.add(new BigInteger(64, random).mod(most.subtract(least).add(BigInteger.ONE)));
        };
    return new BigDecimal(found);
  }

  private BigDecimal fraction(Schema at) {
    BigDecimal least =
        at.number("minimum").or(() -> at.number("exclusiveMinimum")).orElse(BigDecimal.ZERO);
    BigDecimal most = at.number("maximum").orElse(BigDecimal.TEN);
    BigDecimal part = new BigDecimal(1 + random.nextInt(1000)).movePointLeft(3);
    return least.add(most.subtract(least).multiply(part)).stripTrailingZeros();
  }

  private String text(Schema at) {
    List<?> texts = at.has("enum") ? at.list("enum") : at.list("examples");
    if (texts.isEmpty() && (at.has("pattern") || at.has("format"))) {
      throw new IllegalArgumentException("a schema of texts has neither enum nor examples");
    }
    return texts.isEmpty() ? word() : String.valueOf(pick(texts));
  }

  private String word() {
    StringBuilder word = new StringBuilder();
    int length = 1 + random.nextInt(8);
    for (int i = 0; i < length; i++) {
      word.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return word.toString();
  }
}
