// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.schema;

import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.Violation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns values of one type into objects and back. */
interface ValueCodec {
  /** What the values are. */
  SettingType type();

  /**
   * Makes an object of a value; if that fails, adds to the violations and returns null.
   *
   * @param value the value
   * @param at its place
   * @param violations where to report
   */
  @Nullable Object read(SettingValue value, SettingKey at, List<Violation> violations);

  /** Makes a value of an object that {@link #read} could have made. */
  SettingValue write(Object object);

  /** Returns what stands for a table without values, or null if the type is not a table. */
  default @Nullable Object empty() {
    return null;
  }

  /** Reports that a value is not of the kind that the type demands. */
  static @Nullable Object mismatch(
      SettingValue value, String expected, SettingKey at, List<Violation> violations) {
    violations.add(Violation.of("wrong-type", at, "is " + value.kind() + ", expected " + expected));
    return null;
  }
}
