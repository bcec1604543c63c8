// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.schema;

import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.BooleanValue;
import dev.gantry.settings.SettingValue.ListValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingValue.NumberValue;
import dev.gantry.settings.SettingValue.StringValue;
import dev.gantry.settings.Violation;
import dev.gantry.settings.schema.SettingType.IntegerType;
import dev.gantry.settings.schema.SettingType.ListType;
import dev.gantry.settings.schema.SettingType.MapType;
import dev.gantry.settings.schema.SettingType.Normalized;
import dev.gantry.settings.schema.SettingType.NumberType;
import dev.gantry.settings.schema.SettingType.StringType;
import dev.gantry.settings.schema.SettingType.UnionType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Codecs of everything but records. */
final class ValueCodecs {
  /** Names in maps that may be any text. */
  static final ScalarType<String> ANY_NAME =
      ScalarType.builder("string", String.class, Function.identity(), Function.identity())
          .examples("name")
          .build();

  private static final TypeCheck ANY_SHAPE = new TypeCheck(Profile.COMPAT);

  private ValueCodecs() {}

  record Strings(StringType type) implements ValueCodec {
    @Override
    public @Nullable Object read(SettingValue value, SettingKey at, List<Violation> violations) {
      return value instanceof StringValue text
          ? text.value()
          : ValueCodec.mismatch(value, "a string", at, violations);
    }

    @Override
    public SettingValue write(Object object) {
      return SettingValue.of((String) object);
    }
  }

  record Booleans(SettingType.BooleanType type) implements ValueCodec {
    @Override
    public @Nullable Object read(SettingValue value, SettingKey at, List<Violation> violations) {
      return value instanceof BooleanValue truth
          ? (Object) truth.value()
          : ValueCodec.mismatch(value, "a boolean", at, violations);
    }

    @Override
    public SettingValue write(Object object) {
      return SettingValue.of((Boolean) object);
    }
  }

  record Integers(IntegerType type, boolean isLong) implements ValueCodec {
    @Override
    public @Nullable Object read(SettingValue value, SettingKey at, List<Violation> violations) {
      if (!(value instanceof NumberValue number) || !number.isInteger()) {
        return ValueCodec.mismatch(value, "an integer", at, violations);
      }
      BigDecimal found = number.value();
      if (found.compareTo(BigDecimal.valueOf(type.minimum())) < 0
          || found.compareTo(BigDecimal.valueOf(type.maximum())) > 0) {
        violations.add(
            Violation.of(
                "out-of-range",
                at,
                "is out of range, expected " + type.minimum() + " to " + type.maximum()));
        return null;
      }
      return isLong ? (Object) found.longValueExact() : (Object) found.intValueExact();
    }

    @Override
    public SettingValue write(Object object) {
      return SettingValue.of(((Number) object).longValue());
    }
  }

  record Numbers(NumberType type) implements ValueCodec {
    @Override
    public @Nullable Object read(SettingValue value, SettingKey at, List<Violation> violations) {
      return value instanceof NumberValue number
          ? (Object) number.value().doubleValue()
          : ValueCodec.mismatch(value, "a number", at, violations);
    }

    @Override
    public SettingValue write(Object object) {
      return new NumberValue(BigDecimal.valueOf((Double) object));
    }
  }

  record Scalars<T>(ScalarType<T> type) implements ValueCodec {
    @Override
    public @Nullable Object read(SettingValue value, SettingKey at, List<Violation> violations) {
      return value instanceof StringValue text
          ? readText(text.value(), at, violations)
          : ValueCodec.mismatch(value, "a string", at, violations);
    }

    @Nullable Object readText(String text, SettingKey at, List<Violation> violations) {
      Optional<String> problem = type.problem(text, Profile.COMPAT);
      if (problem.isPresent()) {
        violations.add(
            Violation.of("invalid-value", at, "is not " + type.name() + ": " + problem.get()));
        return null;
      }
      return type.value(text);
    }

    @Override
    public SettingValue write(Object object) {
      return SettingValue.of(text(object));
    }

    String text(Object object) {
      return type.text(type.valueClass().cast(object));
    }
  }

  record Unions(UnionType type) implements ValueCodec {
    @Override
    public @Nullable Object read(SettingValue value, SettingKey at, List<Violation> violations) {
      if (!ANY_SHAPE.accepts(type, value)) {
        return refused(value, at, violations);
      }
      Normalized normalized = type.normalize().apply(value);
      SettingValue kept = normalized.value();
      return kept == null ? null : type.construct().apply(kept);
    }

    private @Nullable Object refused(
        SettingValue value, SettingKey at, List<Violation> violations) {
      boolean shaped = type.shapes().stream().anyMatch(shape -> ANY_SHAPE.accepts(shape, value));
      String problem = shaped ? type.normalize().apply(value).problem() : null;
      violations.add(
          Violation.of(
              "invalid-value",
              at,
              "is not " + type.name() + ": " + (problem == null ? type.description() : problem)));
      return null;
    }

    @Override
    public SettingValue write(Object object) {
      return ((UnionValue) object).value();
    }
  }

  record Lists(ListType type, ValueCodec item) implements ValueCodec {
    @Override
    public @Nullable Object read(SettingValue value, SettingKey at, List<Violation> violations) {
      if (!(value instanceof ListValue list)) {
        return ValueCodec.mismatch(value, "a list", at, violations);
      }
      List<Object> read = new ArrayList<>();
      for (SettingValue each : list.items()) {
        Object object = item.read(each, at, violations);
        if (object != null) {
          read.add(object);
        }
      }
      return Collections.unmodifiableList(read);
    }

    @Override
    public SettingValue write(Object object) {
      return new ListValue(((List<?>) object).stream().map(item::write).toList());
    }
  }

  record Maps(MapType type, Scalars<?> key, ValueCodec inner) implements ValueCodec {
    @Override
    public Object empty() {
      return Map.of();
    }

    @Override
    public @Nullable Object read(SettingValue value, SettingKey at, List<Violation> violations) {
      if (!(value instanceof MapValue map)) {
        return ValueCodec.mismatch(value, "a table", at, violations);
      }
      Map<Object, Object> read = new LinkedHashMap<>();
      map.entries()
          .forEach(
              (name, each) -> {
                SettingKey place = at.child(name);
                Object readName = key.readText(name, place, violations);
                Object object = inner.read(each, place, violations);
                if (readName != null && object != null) {
                  read.put(readName, object);
                }
              });
      return Collections.unmodifiableMap(read);
    }

    @Override
    public MapValue write(Object object) {
      TreeMap<String, SettingValue> entries = new TreeMap<>();
      ((Map<?, ?>) object).forEach((name, each) -> entries.put(key.text(name), inner.write(each)));
      return new MapValue(entries);
    }
  }

  record Secrets(ValueCodec inner) implements ValueCodec {
    @Override
    public SettingType type() {
      return inner.type();
    }

    @Override
    public @Nullable Object read(SettingValue value, SettingKey at, List<Violation> violations) {
      Object object = inner.read(value, at, violations);
      return object == null ? null : Secret.of(object);
    }

    @Override
    public SettingValue write(Object object) {
      return inner.write(((Secret<?>) object).reveal());
    }
  }
}
