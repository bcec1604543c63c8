// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.SettingValue;
import dev.gantry.settings.schema.SettingType.IntegerType;
import dev.gantry.settings.schema.SettingType.Normalized;
import dev.gantry.settings.schema.SettingType.UnionType;
import dev.gantry.settings.schema.UnionValue;
import java.util.List;

/**
 * The most NUMA nodes that a host may have for the kubelet's topology manager.
 *
 * <p>Source: Bottlerocket's {@code MaxAllowableNumaNodesValue}.
 *
 * @param nodes the number of nodes, at least 8
 */
public record MaxAllowableNumaNodesValue(long nodes) implements UnionValue {
  private static final long LEAST = 8;
  private static final long MOST = 4294967295L;
  private static final String EXPECTED = "expected an integer from " + LEAST + " to " + MOST;

  /** The type: an integer in a range. */
  public static final UnionType TYPE =
      new UnionType(
          "MaxAllowableNumaNodesValue",
          "Integer from 8 to 4294967295",
          List.of(new IntegerType("u32", LEAST, MOST)),
          MaxAllowableNumaNodesValue::normalize,
          MaxAllowableNumaNodesValue.class,
          value -> new MaxAllowableNumaNodesValue(Unions.integer(value)),
          null);

  /**
   * Creates a value.
   *
   * @throws IllegalArgumentException if it is out of its range
   */
  public MaxAllowableNumaNodesValue {
    if (nodes < LEAST || nodes > MOST) {
      throw new IllegalArgumentException(EXPECTED);
    }
  }

  @Override
  public SettingValue value() {
    return SettingValue.of(nodes);
  }

  private static Normalized normalize(SettingValue value) {
    return Unions.isWithin(value, LEAST, MOST) ? Normalized.of(value) : Normalized.failed(EXPECTED);
  }
}
