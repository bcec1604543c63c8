// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A value in the settings, as JSON has them: text, number, truth value, list or map. There is no
 * null: what is not set is not there.
 *
 * <p>Immutable, compared by value, and safe for use by many threads. The text of a value may be a
 * secret: {@code toString} therefore says only what kind of value it is.
 */
public sealed interface SettingValue {

  /**
   * Returns what kind of value this is, for messages.
   *
   * @return a word with its article, for example {@code a list}
   */
  String kind();

  /**
   * A text.
   *
   * @param value the text
   */
  record StringValue(String value) implements SettingValue {
    /** Creates a text. */
    public StringValue {
      Objects.requireNonNull(value, "value");
    }

    @Override
    public String kind() {
      return "a string";
    }

    @Override
    public String toString() {
      return kind();
    }
  }

  /**
   * A number. Numbers are equal if their values are and if they are written alike: {@code 1} is not
   * {@code 1.0}.
   *
   * @param value the number, with the digits that it was written with
   */
  record NumberValue(BigDecimal value) implements SettingValue {
    /** Creates a number. */
    public NumberValue {
      Objects.requireNonNull(value, "value");
    }

    /**
     * Tells whether this was written without a fraction and without an exponent.
     *
     * @return whether it is an integer
     */
    public boolean isInteger() {
      return value.scale() == 0;
    }

    @Override
    public String kind() {
      return isInteger() ? "an integer" : "a float";
    }

    @Override
    public String toString() {
      return kind();
    }
  }

  /**
   * A truth value.
   *
   * @param value the truth value
   */
  record BooleanValue(boolean value) implements SettingValue {
    @Override
    public String kind() {
      return "a boolean";
    }

    @Override
    public String toString() {
      return kind();
    }
  }

  /**
   * A list.
   *
   * @param items the items in their order
   */
  record ListValue(List<SettingValue> items) implements SettingValue {
    /** Creates a list. */
    public ListValue {
      items = List.copyOf(items);
    }

    @Override
    public String kind() {
      return "a list";
    }

    @Override
    public String toString() {
      return kind() + " of " + items.size();
    }
  }

  /**
   * A map.
   *
   * @param entries the entries, sorted by name
   */
  record MapValue(SortedMap<String, SettingValue> entries) implements SettingValue {
    /** The map without entries. */
    public static final MapValue EMPTY = new MapValue(new TreeMap<>());

    /** Creates a map. */
    public MapValue {
      TreeMap<String, SettingValue> copy = new TreeMap<>();
      entries.forEach(
          (name, value) ->
              copy.put(
                  Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value")));
      entries = Collections.unmodifiableSortedMap(copy);
    }

    @Override
    public String kind() {
      return "a table";
    }

    @Override
    public String toString() {
      return kind() + " of " + entries.size();
    }
  }

  /**
   * Returns a text.
   *
   * @param value the text
   * @return the value
   */
  static StringValue of(String value) {
    return new StringValue(value);
  }

  /**
   * Returns an integer.
   *
   * @param value the integer
   * @return the value
   */
  static NumberValue of(long value) {
    return new NumberValue(BigDecimal.valueOf(value));
  }

  /**
   * Returns a truth value.
   *
   * @param value the truth value
   * @return the value
   */
  static BooleanValue of(boolean value) {
    return new BooleanValue(value);
  }

  /**
   * Returns a list.
   *
   * @param items the items
   * @return the value
   */
  static ListValue list(SettingValue... items) {
    return new ListValue(List.of(items));
  }

  /**
   * Returns a list of texts.
   *
   * @param items the texts
   * @return the value
   */
  static ListValue strings(String... items) {
    List<SettingValue> values = new ArrayList<>();
    for (String item : items) {
      values.add(of(item));
    }
    return new ListValue(values);
  }

  /**
   * Returns a map.
   *
   * @param entries the entries
   * @return the value
   */
  static MapValue map(Map<String, ? extends SettingValue> entries) {
    return new MapValue(new TreeMap<>(entries));
  }
}
