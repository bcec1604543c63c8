// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.ListValue;
import dev.gantry.settings.schema.SettingType.Normalized;
import dev.gantry.settings.schema.SettingType.UnionType;
import dev.gantry.settings.schema.UnionValue;
import java.util.List;

/**
 * How a container gets the list of its GPUs, written as one way or as a list of ways, and kept as
 * it was written.
 *
 * <p>Source: Bottlerocket's {@code NvidiaDeviceListStrategy}.
 *
 * @param strategies the ways
 * @param asList whether they are written as a list
 */
public record DeviceListStrategy(List<NvidiaDeviceListStrategyValue> strategies, boolean asList)
    implements UnionValue {
  /** The type: a way or a list of ways. */
  public static final UnionType TYPE =
      new UnionType(
          "DeviceListStrategy",
          "How a container gets the list of its GPUs: one way or a list of ways",
          List.of(
              NvidiaDeviceListStrategyValue.TYPE,
              Unions.listOf(NvidiaDeviceListStrategyValue.TYPE)),
          DeviceListStrategy::normalize,
          DeviceListStrategy.class,
          DeviceListStrategy::of,
          null);

  /**
   * Creates a strategy.
   *
   * @throws IllegalArgumentException if there is not exactly one way and it is not a list
   */
  public DeviceListStrategy {
    strategies = List.copyOf(strategies);
    if (!asList && strategies.size() != 1) {
      throw new IllegalArgumentException("expected one strategy, or a list");
    }
  }

  @Override
  public SettingValue value() {
    List<SettingValue> texts =
        strategies.stream().<SettingValue>map(each -> SettingValue.of(each.text())).toList();
    return asList ? new ListValue(texts) : texts.get(0);
  }

  private static Normalized normalize(SettingValue value) {
    return Unions.oneOrList(
        value, NvidiaDeviceListStrategyValue.TYPE, "expected a strategy or a list of strategies");
  }

  private static DeviceListStrategy of(SettingValue value) {
    return value instanceof ListValue
        ? new DeviceListStrategy(Unions.all(value, NvidiaDeviceListStrategyValue.TYPE), true)
        : new DeviceListStrategy(
            List.of(NvidiaDeviceListStrategyValue.TYPE.value(Unions.string(value))), false);
  }
}
