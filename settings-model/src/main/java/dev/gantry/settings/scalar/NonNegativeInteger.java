// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.SettingValue;
import dev.gantry.settings.schema.SettingType.IntegerType;
import dev.gantry.settings.schema.SettingType.Normalized;
import dev.gantry.settings.schema.SettingType.UnionType;
import dev.gantry.settings.schema.UnionValue;
import java.util.List;

/**
 * An integer of 32 bits that is not negative.
 *
 * <p>Source: Bottlerocket's {@code NonNegativeInteger}.
 *
 * @param number the integer, at least 0
 */
public record NonNegativeInteger(int number) implements UnionValue {
  private static final int LEAST = 0;
  private static final int MOST = Integer.MAX_VALUE;
  private static final String EXPECTED = "expected an integer from " + LEAST + " to " + MOST;

  /** The type: an integer in a range. */
  public static final UnionType TYPE =
      new UnionType(
          "NonNegativeInteger",
          "Integer from 0 to 2147483647",
          List.of(new IntegerType("i32", LEAST, MOST)),
          NonNegativeInteger::normalize,
          NonNegativeInteger.class,
          value -> new NonNegativeInteger((int) Unions.integer(value)),
          null);

  /**
   * Creates a value.
   *
   * @throws IllegalArgumentException if it is out of its range
   */
  public NonNegativeInteger {
    if (number < LEAST) {
      throw new IllegalArgumentException(EXPECTED);
    }
  }

  @Override
  public SettingValue value() {
    return SettingValue.of(number);
  }

  private static Normalized normalize(SettingValue value) {
    return Unions.isWithin(value, LEAST, MOST) ? Normalized.of(value) : Normalized.failed(EXPECTED);
  }
}
