// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.BooleanValue;
import dev.gantry.settings.SettingValue.ListValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingValue.NumberValue;
import dev.gantry.settings.SettingValue.StringValue;
import dev.gantry.settings.schema.Field;
import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.SettingType;
import dev.gantry.settings.schema.SettingType.BooleanType;
import dev.gantry.settings.schema.SettingType.IntegerType;
import dev.gantry.settings.schema.SettingType.ListType;
import dev.gantry.settings.schema.SettingType.MapType;
import dev.gantry.settings.schema.SettingType.NumberType;
import dev.gantry.settings.schema.SettingType.ObjectType;
import dev.gantry.settings.schema.SettingType.StringType;
import dev.gantry.settings.schema.SettingType.TupleType;
import dev.gantry.settings.schema.SettingType.UnionType;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checks values inside unions against their shapes, in the profile COMPAT. Unlike the binder, it
 * stops at the first problem: what gives all problems with their places looks at the shapes itself.
 */
final class Shapes {
  private Shapes() {}

  static Optional<String> problem(SettingValue value, SettingType type) {
    if (type instanceof ScalarType<?> scalar) {
      return value instanceof StringValue text
          ? scalar.problem(text.value(), Profile.COMPAT)
          : expected("a string", value);
    }
    if (type instanceof ListType list) {
      return list(value, list);
    }
    if (type instanceof TupleType tuple) {
      return tuple(value, tuple);
    }
    if (type instanceof MapType map) {
      return map(value, map);
    }
    if (type instanceof ObjectType object) {
      return object(value, object);
    }
    if (type instanceof UnionType union) {
      return Optional.ofNullable(union.normalize().apply(value).problem());
    }
    return simple(value, type);
  }

  private static Optional<String> simple(SettingValue value, SettingType type) {
    if (type instanceof StringType) {
      return value instanceof StringValue ? Optional.empty() : expected("a string", value);
    }
    if (type instanceof BooleanType) {
      return value instanceof BooleanValue ? Optional.empty() : expected("a boolean", value);
    }
    if (type instanceof IntegerType integer) {
      return Checks.when(
          !Unions.isWithin(value, integer.minimum(), integer.maximum()),
          "expected an integer from " + integer.minimum() + " to " + integer.maximum());
    }
    NumberType range = (NumberType) type;
    boolean within =
        value instanceof NumberValue number
            && number.value().doubleValue() >= range.minimum()
            && number.value().doubleValue() <= range.maximum();
    return Checks.when(
        !within, "expected a number from " + range.minimum() + " to " + range.maximum());
  }

  private static Optional<String> expected(String kind, SettingValue value) {
    return Optional.of("expected " + kind + ", found " + value.kind());
  }

  private static Optional<String> list(SettingValue value, ListType type) {
    if (!(value instanceof ListValue list)) {
      return expected("a list", value);
    }
    List<SettingValue> items = list.items();
    if (items.size() < type.minItems()) {
      return Optional.of("expected at least " + type.minItems() + " items");
    }
    if (type.unique() && new HashSet<>(items).size() < items.size()) {
      return Optional.of("expected no item twice");
    }
    for (SettingValue item : items) {
      Optional<String> problem = problem(item, type.item());
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> tuple(SettingValue value, TupleType type) {
    if (!(value instanceof ListValue list) || list.items().size() != type.items().size()) {
      return expected("a list of " + type.items().size() + " items", value);
    }
    for (int i = 0; i < type.items().size(); i++) {
      Optional<String> problem = problem(list.items().get(i), type.items().get(i));
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> map(SettingValue value, MapType type) {
    if (!(value instanceof MapValue map)) {
      return expected("a table", value);
    }
    for (Map.Entry<String, SettingValue> entry : map.entries().entrySet()) {
      Optional<String> problem = type.key().problem(entry.getKey(), Profile.COMPAT);
      problem = problem.isPresent() ? problem : problem(entry.getValue(), type.value());
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> object(SettingValue value, ObjectType type) {
    if (!(value instanceof MapValue map)) {
      return expected("a table", value);
    }
    for (Field field : type.fields().values()) {
      if (field.required() && !map.entries().containsKey(field.name())) {
        return Optional.of("expected " + field.name());
      }
    }
    for (Map.Entry<String, SettingValue> entry : map.entries().entrySet()) {
      Field field = type.fields().get(entry.getKey());
      if (field == null) {
        return Optional.of("expected only " + String.join(", ", type.fields().keySet()));
      }
      Optional<String> problem = problem(entry.getValue(), field.type());
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }
}
