// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.NumberValue;
import dev.gantry.settings.schema.SettingType.Normalized;
import dev.gantry.settings.schema.SettingType.NumberType;
import dev.gantry.settings.schema.SettingType.UnionType;
import dev.gantry.settings.schema.UnionValue;
import java.math.BigDecimal;
import java.util.List;

/**
 * Where the kubelet puts the point at which the kernel slows a container down, as a part of its
 * limit of memory: above 0, at most 1.
 *
 * <p>Source: Bottlerocket's {@code KubernetesMemoryThrottlingFactor}.
 *
 * @param factor the part, above 0 and at most 1
 */
public record KubernetesMemoryThrottlingFactor(double factor) implements UnionValue {
  private static final String EXPECTED = "expected a number above 0 and at most 1";

  /** The type: a number above 0 and at most 1. */
  public static final UnionType TYPE =
      new UnionType(
          "KubernetesMemoryThrottlingFactor",
          "Number above 0 and at most 1",
          List.of(new NumberType("f64", Double.MIN_VALUE, 1)),
          KubernetesMemoryThrottlingFactor::normalize,
          KubernetesMemoryThrottlingFactor.class,
          KubernetesMemoryThrottlingFactor::of,
          null);

  /**
   * Creates a factor.
   *
   * @throws IllegalArgumentException if it is not above 0 and at most 1
   */
  public KubernetesMemoryThrottlingFactor {
    if (!isFactor(factor)) {
      throw new IllegalArgumentException(EXPECTED);
    }
  }

  @Override
  public SettingValue value() {
    return kept(factor);
  }

  private static NumberValue kept(double factor) {
    return new NumberValue(BigDecimal.valueOf(factor));
  }

  private static boolean isFactor(double factor) {
    return factor > 0 && factor <= 1;
  }

  private static Normalized normalize(SettingValue value) {
    return value instanceof NumberValue number && isFactor(number.value().doubleValue())
        ? Normalized.of(kept(number.value().doubleValue()))
        : Normalized.failed(EXPECTED);
  }

  private static KubernetesMemoryThrottlingFactor of(SettingValue value) {
    return new KubernetesMemoryThrottlingFactor(((NumberValue) value).value().doubleValue());
  }
}
