// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Makes types of enums. */
final class Choices {
  private Choices() {}

  /**
   * Returns the type of an enum.
   *
   * @param aliases other texts that are accepted, with the names of the constants they stand for
   */
  static <T extends Enum<T> & ScalarValue> ScalarType<T> type(
      Class<T> enumClass, String description, Map<String, T> aliases) {
    Map<String, T> byText = new LinkedHashMap<>();
    for (T constant : Objects.requireNonNull(enumClass.getEnumConstants())) {
      byText.put(constant.text(), constant);
    }
    byText.putAll(new TreeMap<>(aliases));
    return ScalarType.<T>builder(
            enumClass.getSimpleName(),
            enumClass,
            text -> Objects.requireNonNull(byText.get(text)),
            ScalarValue::text)
        .description(description)
        .choices(new ArrayList<>(byText.keySet()))
        .build();
  }
}
