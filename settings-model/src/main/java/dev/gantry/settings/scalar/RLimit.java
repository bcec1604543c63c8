// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.SettingValue;
import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.SettingType.IntegerType;
import dev.gantry.settings.schema.SettingType.Normalized;
import dev.gantry.settings.schema.SettingType.UnionType;
import dev.gantry.settings.schema.UnionValue;
import java.util.List;

/**
 * A resource limit of a process: a number, or no limit, which is written {@code unlimited} or -1
 * and kept as -1.
 *
 * <p>Source: Bottlerocket's {@code settings.oci-defaults.resource-limits}.
 *
 * @param limit the limit, or -1 if there is none
 */
public record RLimit(long limit) implements UnionValue {
  private static final ScalarType<String> UNLIMITED =
      ScalarType.builder("unlimited", String.class, text -> text, text -> text)
          .choices(List.of("unlimited"))
          .build();

  /** The type: an integer of at least -1, or the word unlimited. */
  public static final UnionType TYPE =
      new UnionType(
          "RLimit",
          "Limit of a resource: an integer of at least -1, or unlimited",
          List.of(new IntegerType("i64", -1, Long.MAX_VALUE), UNLIMITED),
          RLimit::normalize,
          RLimit.class,
          value -> new RLimit(Unions.integer(value)),
          null);

  /**
   * Creates a limit.
   *
   * @throws IllegalArgumentException if the limit is below -1
   */
  public RLimit {
    if (limit < -1) {
      throw new IllegalArgumentException("expected a limit of at least -1");
    }
  }

  /**
   * Tells whether there is no limit.
   *
   * @return whether the limit is -1
   */
  public boolean isUnlimited() {
    return limit == -1;
  }

  @Override
  public SettingValue value() {
    return SettingValue.of(limit);
  }

  private static Normalized normalize(SettingValue value) {
    if (value.equals(SettingValue.of("unlimited"))) {
      return Normalized.of(SettingValue.of(-1));
    }
    return Unions.isWithin(value, -1, Long.MAX_VALUE)
        ? Normalized.of(value)
        : Normalized.failed("expected an integer from -1 to 9223372036854775807, or unlimited");
  }
}
