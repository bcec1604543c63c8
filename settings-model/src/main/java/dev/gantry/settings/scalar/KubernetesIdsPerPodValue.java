// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.SettingValue;
import dev.gantry.settings.schema.SettingType.IntegerType;
import dev.gantry.settings.schema.SettingType.Normalized;
import dev.gantry.settings.schema.SettingType.UnionType;
import dev.gantry.settings.schema.UnionValue;
import java.util.List;

/**
 * How many user and group identifiers a pod with a user namespace gets: a multiple of 65536 below
 * 2<sup>32</sup>.
 *
 * <p>Source: Bottlerocket's {@code KubernetesIdsPerPodValue}, which also accepts negative
 * multiples.
 *
 * @param ids the number of identifiers
 */
public record KubernetesIdsPerPodValue(long ids) implements UnionValue {
  private static final long LIMIT = 1L << 32;
  private static final String EXPECTED = "expected a multiple of 65536 below 4294967296";

  /** The type: an integer that is a multiple of 65536. */
  public static final UnionType TYPE =
      new UnionType(
          "KubernetesIdsPerPodValue",
          "Multiple of 65536 below 4294967296",
          List.of(new IntegerType("i64", Long.MIN_VALUE, LIMIT - 1)),
          KubernetesIdsPerPodValue::normalize,
          KubernetesIdsPerPodValue.class,
          value -> new KubernetesIdsPerPodValue(Unions.integer(value)),
          "gantry-ids-per-pod");

  /**
   * Creates a value.
   *
   * @throws IllegalArgumentException if it is no multiple of 65536 or too great
   */
  public KubernetesIdsPerPodValue {
    if (ids % 65536 != 0 || ids >= LIMIT) {
      throw new IllegalArgumentException(EXPECTED);
    }
  }

  @Override
  public SettingValue value() {
    return SettingValue.of(ids);
  }

  private static Normalized normalize(SettingValue value) {
    return Unions.isWithin(value, Long.MIN_VALUE, LIMIT - 1) && Unions.integer(value) % 65536 == 0
        ? Normalized.of(value)
        : Normalized.failed(EXPECTED);
  }
}
