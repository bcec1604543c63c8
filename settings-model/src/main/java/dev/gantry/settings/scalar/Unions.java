// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.ListValue;
import dev.gantry.settings.SettingValue.NumberValue;
import dev.gantry.settings.SettingValue.StringValue;
import dev.gantry.settings.schema.Field;
import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.SettingType;
import dev.gantry.settings.schema.SettingType.ListType;
import dev.gantry.settings.schema.SettingType.Normalized;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** What values that can be written in several shapes share. */
final class Unions {

  private Unions() {}

  /** Returns a text type that is a part of a union and has no class of its own. */
  static ScalarType.Builder<String> text(
      String name, BiFunction<String, Profile, Optional<String>> check) {
    return ScalarType.builder(name, String.class, text -> text, text -> text).check(check);
  }

  static ListType listOf(SettingType item) {
    return new ListType(item, 0, false);
  }

  static Field field(String name, SettingType type, boolean required, String description) {
    return new Field(name, List.of(), type, required, false, description, "", "");
  }

  /** Returns the text of a value that a shape said is text. */
  static String string(SettingValue value) {
    if (value instanceof StringValue string) {
      return string.value();
    }
    throw new IllegalArgumentException("expected a string, found " + value.kind());
  }

  static long integer(SettingValue value) {
    if (value instanceof NumberValue number && number.isInteger()) {
      return number.value().longValueExact();
    }
    throw new IllegalArgumentException("expected an integer, found " + value.kind());
  }

  static boolean isWithin(SettingValue value, long minimum, long maximum) {
    return value instanceof NumberValue number
        && number.isInteger()
        && number.value().compareTo(BigDecimal.valueOf(minimum)) >= 0
        && number.value().compareTo(BigDecimal.valueOf(maximum)) <= 0;
  }

  static <T> List<T> all(SettingValue value, ScalarType<T> type) {
    List<T> all = new ArrayList<>();
    for (SettingValue item : items(value)) {
      all.add(type.value(string(item)));
    }
    return all;
  }

  static List<SettingValue> items(SettingValue value) {
    if (value instanceof ListValue list) {
      return list.items();
    }
    throw new IllegalArgumentException("expected a list, found " + value.kind());
  }

  /** Keeps a text, or a list of texts, each in the form that settings keep. */
  static Normalized oneOrList(SettingValue value, ScalarType<?> type, String expected) {
    boolean list = value instanceof ListValue;
    List<SettingValue> kept = new ArrayList<>();
    for (SettingValue item : list ? items(value) : List.of(value)) {
      if (!(item instanceof StringValue text)) {
        return Normalized.failed(expected);
      }
      Optional<String> problem = type.problem(text.value(), Profile.COMPAT);
      if (problem.isPresent()) {
        return Normalized.failed(problem.get());
      }
      kept.add(SettingValue.of(type.canonical(text.value())));
    }
    return Normalized.of(list ? new ListValue(kept) : kept.get(0));
  }
}
