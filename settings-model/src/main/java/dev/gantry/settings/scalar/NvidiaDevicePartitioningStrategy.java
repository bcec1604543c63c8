// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Map;

/**
 * How a GPU is cut into parts.
 *
 * <p>Source: Bottlerocket's {@code NvidiaDevicePartitioningStrategy}.
 */
public enum NvidiaDevicePartitioningStrategy implements ScalarValue {
  /** Not at all. */
  NONE("none"),
  /** Into instances of NVIDIA MIG. */
  MIG("mig");

  /** The type: its choices. */
  public static final ScalarType<NvidiaDevicePartitioningStrategy> TYPE =
      Choices.type(NvidiaDevicePartitioningStrategy.class, "How a GPU is cut into parts", Map.of());

  private final String text;

  NvidiaDevicePartitioningStrategy(String text) {
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
