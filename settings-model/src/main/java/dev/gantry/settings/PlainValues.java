// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings;

import dev.gantry.settings.SettingValue.BooleanValue;
import dev.gantry.settings.SettingValue.ListValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingValue.NumberValue;
import dev.gantry.settings.SettingValue.StringValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Values as objects of the JDK, for programs that know nothing of settings: {@link String}, {@link
 * Boolean}, {@link BigDecimal}, {@link List} and {@link Map}. All methods are safe for use by many
 * threads.
 */
public final class PlainValues {
  private PlainValues() {}

  /**
   * Returns a value as an object.
   *
   * @param value the value
   * @return an object that cannot be changed
   */
  public static Object toPlain(SettingValue value) {
    if (value instanceof StringValue text) {
      return text.value();
    } else if (value instanceof BooleanValue truth) {
      return truth.value();
    } else if (value instanceof NumberValue number) {
      return number.value();
    } else if (value instanceof ListValue list) {
      return list.items().stream().map(PlainValues::toPlain).toList();
    }
    return toPlain((MapValue) value);
  }

  /**
   * Returns a map as an object.
   *
   * @param value the map
   * @return a map that cannot be changed, sorted by name
   */
  public static Map<String, Object> toPlain(MapValue value) {
    Map<String, Object> plain = new LinkedHashMap<>();
    value.entries().forEach((name, each) -> plain.put(name, toPlain(each)));
    return Collections.unmodifiableMap(plain);
  }

  /**
   * Returns an object as a value.
   *
   * @param plain a text, truth value, number, list, or map from texts; numbers may be of the
   *     classes {@link Integer}, {@link Long}, {@link BigInteger}, {@link Double} and {@link
   *     BigDecimal}
   * @return the value
   * @throws IllegalArgumentException if the object, or one inside it, is of another class
   */
  public static SettingValue of(Object plain) {
    if (plain instanceof String text) {
      return SettingValue.of(text);
    } else if (plain instanceof Boolean truth) {
      return SettingValue.of(truth);
    } else if (plain instanceof BigDecimal number) {
      return new NumberValue(number);
    } else if (plain instanceof BigInteger number) {
      return new NumberValue(new BigDecimal(number));
    } else if (plain instanceof Integer || plain instanceof Long) {
      return SettingValue.of(((Number) plain).longValue());
    } else if (plain instanceof Double number) {
      return new NumberValue(BigDecimal.valueOf(number));
    } else if (plain instanceof List<?> list) {
      List<SettingValue> items = new ArrayList<>();
      list.forEach(item -> items.add(of(item)));
      return new ListValue(items);
    } else if (plain instanceof Map<?, ?> map) {
      return ofMap(map);
    }
    throw new IllegalArgumentException("settings cannot hold a " + plain.getClass().getName());
  }

  private static MapValue ofMap(Map<?, ?> map) {
    SortedMap<String, SettingValue> entries = new TreeMap<>();
    map.forEach(
        (name, each) -> {
          if (!(name instanceof String text)) {
            throw new IllegalArgumentException("a name in a map is not a text");
          }
          entries.put(text, of(each));
        });
    return new MapValue(entries);
  }
}
