// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.internal.template;

import dev.gantry.core.LimitExceededException;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.ListValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingValue.NumberValue;
import dev.gantry.settings.SettingValue.StringValue;
import dev.gantry.settings.template.TemplateLimits;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts what a rendering does. Each piece of the template is a step; what takes longer the larger
 * it is, such as a path or an argument of a helper, is a step for each 64 names or characters.
 */
final class Work {
  private static final int UNITS_PER_STEP = 64;
  private static final int SHORT_NUMBER_BYTES = 512;
  private static final int MAX_DEPTH = 256;

  private final TemplateLimits limits;

  /**
   * Weights of lists and maps that paths lead to; they may be asked for in each round of a loop.
   */
  private final IdentityHashMap<SettingValue, Long> weights = new IdentityHashMap<>();

  private long units;

  Work(TemplateLimits limits) {
    this.limits = limits;
  }

  void step() throws LimitExceededException {
    spend(UNITS_PER_STEP);
  }

  void spend(long amount) throws LimitExceededException {
    units += amount;
    long steps = (units + UNITS_PER_STEP - 1) / UNITS_PER_STEP;
    LimitExceededException.check("steps of a template", limits.steps(), steps);
  }

  /** Counts that a value which a path leads to is looked at as a whole. */
  void reads(@Nullable SettingValue value) throws LimitExceededException {
    if (value instanceof ListValue || value instanceof MapValue) {
      Long known = weights.get(value);
      long weight = known == null ? weight(value, 0) : known;
      weights.put(value, weight);
      spend(weight);
    } else if (value != null) {
      spend(weight(value, 0));
    }
  }

  /** Counts that a value was made, which must not be larger than what may be written. */
  void makes(@Nullable SettingValue value) throws LimitExceededException {
    long weight = value == null ? 0 : weight(value, 0);
    LimitExceededException.check("characters given by a helper", limits.outputChars(), weight);
    spend(weight);
  }

  private static long weight(SettingValue value, int depth) throws LimitExceededException {
    LimitExceededException.check("levels of a value in a template", MAX_DEPTH, depth);
    if (value instanceof StringValue text) {
      return text.value().length();
    }
    if (value instanceof NumberValue number) {
      // Converting long numbers takes time with the square of their length.
      long bytes = 1L + number.value().unscaledValue().bitLength() / Byte.SIZE;
      return bytes + bytes * bytes / SHORT_NUMBER_BYTES;
    }
    long weight = 1;
    if (value instanceof ListValue list) {
      for (SettingValue item : list.items()) {
        weight += 1 + weight(item, depth + 1);
      }
    } else if (value instanceof MapValue map) {
      for (Map.Entry<String, SettingValue> entry : map.entries().entrySet()) {
        weight += 1 + entry.getKey().length() + weight(entry.getValue(), depth + 1);
      }
    }
    return weight;
  }
}
