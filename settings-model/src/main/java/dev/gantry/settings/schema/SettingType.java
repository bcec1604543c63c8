// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.schema;

import dev.gantry.settings.SettingValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a value at some place in the settings may be. Types are made of records and scalars by
 * {@link SettingsModel}, or by hand.
 *
 * <p>Immutable and safe for use by many threads.
 */
public sealed interface SettingType
    permits ScalarType,
        SettingType.StringType,
        SettingType.BooleanType,
        SettingType.IntegerType,
        SettingType.NumberType,
        SettingType.ListType,
        SettingType.TupleType,
        SettingType.MapType,
        SettingType.ObjectType,
        SettingType.UnionType {
  /**
   * Returns the name of the type.
   *
   * @return a name for messages and the reference
   */
  String name();

  /**
   * Says what the type is.
   *
   * @return one sentence, or an empty text
   */
  default String description() {
    return "";
  }

  /** Any text. */
  record StringType() implements SettingType {
    @Override
    public String name() {
      return "string";
    }
  }

  /** A truth value. */
  record BooleanType() implements SettingType {
    @Override
    public String name() {
      return "boolean";
    }
  }

  /**
   * An integer.
   *
   * @param name name, for example {@code i32}
   * @param minimum least value
   * @param maximum greatest value
   */
  record IntegerType(String name, long minimum, long maximum) implements SettingType {
    /** Creates an integer type. */
    public IntegerType {
      if (minimum > maximum) {
        throw new IllegalArgumentException(minimum + " > " + maximum);
      }
    }
  }

  /**
   * A number with a fraction.
   *
   * @param name name, for example {@code f64}
   * @param minimum least value
   * @param maximum greatest value
   */
  record NumberType(String name, double minimum, double maximum) implements SettingType {}

  /**
   * A list; it is one leaf of the settings.
   *
   * @param item what its items are
   * @param minItems least number of items
   * @param unique whether no item may occur twice
   */
  record ListType(SettingType item, int minItems, boolean unique) implements SettingType {
    @Override
    public String name() {
      return "list of " + item.name();
    }
  }

  /**
   * A list with one type for each place; it is one leaf of the settings.
   *
   * @param items what its items are
   */
  record TupleType(List<SettingType> items) implements SettingType {
    /** Creates a tuple type. */
    public TupleType {
      items = List.copyOf(items);
    }

    @Override
    public String name() {
      return "tuple of " + String.join(", ", items.stream().map(SettingType::name).toList());
    }
  }

  /**
   * A map with names that users choose.
   *
   * @param key what its names are
   * @param value what its values are
   */
  record MapType(ScalarType<?> key, SettingType value) implements SettingType {
    @Override
    public String name() {
      return "map of " + key.name() + " to " + value.name();
    }
  }

  /**
   * A map with names that the model knows.
   *
   * @param name name of the record
   * @param recordClass the record that its values are bound to, or null if there is none
   * @param fields what it may have, by name
   * @param others what other names and values it may have, or null if none; it is bound to the
   *     record's last component
   */
  record ObjectType(
      String name,
      @Nullable Class<? extends Record> recordClass,
      Map<String, Field> fields,
      @Nullable MapType others)
      implements SettingType {
    /** Creates an object type. */
    public ObjectType {
      LinkedHashMap<String, Field> copy = new LinkedHashMap<>(fields);
      fields = Collections.unmodifiableMap(copy);
    }

    /**
     * Finds a field.
     *
     * @param name its name or one of its aliases
     * @return the field, or empty
     */
    public Optional<Field> field(String name) {
      Field field = fields.get(name);
      if (field != null) {
        return Optional.of(field);
      }
      return fields.values().stream().filter(each -> each.aliases().contains(name)).findFirst();
    }
  }

  /**
   * A value that can be written in several shapes. It is checked against each shape, and kept in
   * the shape that {@code normalize} gives.
   *
   * @param name name, for example {@code IntegerPercent}
   * @param description one sentence for the reference
   * @param shapes what may be written, each to be told from the others by the kind of value
   * @param normalize gives the value to keep for a value that one of the shapes accepts, or a
   *     problem
   * @param valueClass the class that values are bound to, or null to bind to {@link SettingValue}
   * @param construct makes an object of {@code valueClass} of a value to keep
   * @param format name of a format of JSON Schema that says what {@code normalize} refuses, or null
   *     if it refuses nothing that a shape accepts
   */
  record UnionType(
      String name,
      String description,
      List<SettingType> shapes,
      Function<SettingValue, Normalized> normalize,
      @Nullable Class<?> valueClass,
      Function<SettingValue, Object> construct,
      @Nullable String format)
      implements SettingType {
    /** Creates a union type. */
    public UnionType {
      shapes = List.copyOf(shapes);
    }
  }

  /**
   * What a union makes of a value.
   *
   * @param value the value to keep, or null if there is a problem
   * @param problem what is wrong, without the value, or null
   */
  record Normalized(@Nullable SettingValue value, @Nullable String problem) {
    /**
     * Returns a result without a problem.
     *
     * @param value the value to keep
     * @return the result
     */
    public static Normalized of(SettingValue value) {
      return new Normalized(Objects.requireNonNull(value, "value"), null);
    }

    /**
     * Returns a result with a problem.
     *
     * @param problem what is wrong, without the value
     * @return the result
     */
    public static Normalized failed(String problem) {
      return new Normalized(null, Objects.requireNonNull(problem, "problem"));
    }
  }
}
