// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Map;

/**
 * How containers share a GPU.
 *
 * <p>Source: Bottlerocket's {@code NvidiaDeviceSharingStrategy}; {@code mps} since settings-models
 * 0.20.
 */
public enum NvidiaDeviceSharingStrategy implements ScalarValue {
  /** They do not. */
  NONE("none"),
  /** One after the other. */
  TIME_SLICING("time-slicing"),
  /** With NVIDIA's multi-process service. */
  MPS("mps");

  /** The type: its choices. */
  public static final ScalarType<NvidiaDeviceSharingStrategy> TYPE =
      Choices.type(NvidiaDeviceSharingStrategy.class, "How containers share a GPU", Map.of());

  private final String text;

  NvidiaDeviceSharingStrategy(String text) {
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
