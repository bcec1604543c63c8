// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.testkit.settings;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** Makes mistakes in documents. */
final class Mutator {
  private static final List<String> PIECES =
      List.of(
          "",
          " ",
          "a",
          "Z",
          "0",
          "9",
          "-",
          "_",
          ".",
          "..",
          "/",
          ":",
          "*",
          "%",
          "=",
          "\"",
          "\\",
          "\n",
          "\r",
          "\t",
          "\u0000",
          "\u0085",
          "\u2028",
          "\u00e9",
          "\ud83d\ude80",
          "Ki",
          "gb",
          "unlimited",
          "-1");

  private static final List<String> NUMBERS =
      List.of(
          "-1",
          "0",
          "1",
          "1.5",
          "2.0",
          "100",
          "101",
          "65536",
          "2147483648",
          "-2147483649",
          "4294967296",
          "9223372036854775807",
          "9223372036854775808",
          "-9223372036854775809");

  private final Random random;

  Mutator(Random random) {
    this.random = random;
  }

  Map<String, Object> mutate(Map<String, Object> document, int times) {
    Object mutated = document;
    for (int i = 0; i < times; i++) {
      int target = random.nextInt(count(mutated));
      mutated = at(mutated, new int[] {target}, true);
    }
    return Schema.map(mutated, "the root");
  }

  /** Counts the values in a value, itself among them. */
  private static int count(Object value) {
    int count = 1;
    if (value instanceof Map<?, ?> map) {
      for (Object each : map.values()) {
        count += count(each);
      }
    } else if (value instanceof List<?> list) {
      for (Object each : list) {
        count += count(each);
      }
    }
    return count;
  }

  /** Copies a value and changes the one that the counter falls on. */
  private Object at(Object value, int[] counter, boolean root) {
    boolean here = counter[0]-- == 0;
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> copy = new LinkedHashMap<>();
      map.forEach((name, each) -> copy.put(String.valueOf(name), at(each, counter, false)));
      return here ? table(copy, root) : copy;
    } else if (value instanceof List<?> list) {
      List<Object> copy = new ArrayList<>();
      list.forEach(each -> copy.add(at(each, counter, false)));
      return here ? list(copy) : copy;
    }
    return here ? leaf(value) : value;
  }

  private Object leaf(Object value) {
    if (random.nextInt(4) == 0) {
      return other();
    }
    if (value instanceof String text) {
      return text(text);
    }
    return value instanceof BigDecimal ? number() : other();
  }

  private Object other() {
    return switch (random.nextInt(6)) {
      case 0 -> "text";
      case 1 -> number();
      case 2 -> random.nextBoolean();
      case 3 -> new ArrayList<>(List.of("a"));
      case 4 -> new ArrayList<>();
      default -> new LinkedHashMap<>(Map.of("a", "b"));
    };
  }

  private BigDecimal number() {
    return new BigDecimal(NUMBERS.get(random.nextInt(NUMBERS.size())));
  }

  private String text(String text) {
    String piece = PIECES.get(random.nextInt(PIECES.size()));
    int place = random.nextInt(text.length() + 1);
    return switch (random.nextInt(7)) {
      case 0 -> "";
      case 1 -> text + piece;
      case 2 -> piece + text;
      case 3 -> text.substring(0, place) + piece + text.substring(place);
      case 4 -> text.substring(0, place);
      case 5 -> random.nextBoolean() ? text.toUpperCase(Locale.ROOT) : text.repeat(9);
      default -> text + text;
    };
  }

  private Object list(List<Object> items) {
    switch (random.nextInt(5)) {
      case 0 -> items.clear();
      case 1 -> items.add(other());
      case 2 -> items.addAll(List.copyOf(items));
      case 3 -> {
        return other();
      }
      default -> {
        if (!items.isEmpty()) {
          items.remove(random.nextInt(items.size()));
        }
      }
    }
    return items;
  }

  private Object table(Map<String, Object> table, boolean root) {
    List<String> names = new ArrayList<>(table.keySet());
    String chosen = names.isEmpty() ? "x" : names.get(random.nextInt(names.size()));
    switch (random.nextInt(root ? 3 : 4)) {
      case 0 -> table.put("unknown-key", "value");
      case 1 -> table.remove(chosen);
      case 2 -> {
        Object value = table.remove(chosen);
        table.put(text(chosen), value == null ? "value" : value);
      }
      default -> {
        return other();
      }
    }
    return table;
  }
}
