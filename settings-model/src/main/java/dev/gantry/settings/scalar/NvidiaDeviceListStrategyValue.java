// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Map;

/**
 * How a container gets the list of its GPUs.
 *
 * <p>Source: Bottlerocket's {@code NvidiaDeviceListStrategyValues}.
 */
public enum NvidiaDeviceListStrategyValue implements ScalarValue {
  /** In an environment variable. */
  ENVVAR("envvar"),
  /** As mounted volumes. */
  VOLUME_MOUNTS("volume-mounts"),
  /** Through the container device interface. */
  CDI_CRI("cdi-cri");

  /** The type: its choices. */
  public static final ScalarType<NvidiaDeviceListStrategyValue> TYPE =
      Choices.type(
          NvidiaDeviceListStrategyValue.class,
          "How a container gets the list of its GPUs",
          Map.of());

  private final String text;

  NvidiaDeviceListStrategyValue(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }

  @Override
  public String toString() {
    return text;
  }
}
