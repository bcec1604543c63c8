// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Map;

/**
 * How a container is told which GPUs it has.
 *
 * <p>Source: Bottlerocket's {@code NvidiaDeviceIdStrategy}.
 */
public enum NvidiaDeviceIdStrategy implements ScalarValue {
  /** By identifier. */
  UUID("uuid"),
  /** By number. */
  INDEX("index");

  /** The type: its choices. */
  public static final ScalarType<NvidiaDeviceIdStrategy> TYPE =
      Choices.type(NvidiaDeviceIdStrategy.class, "How GPUs are named", Map.of());

  private final String text;

  NvidiaDeviceIdStrategy(String text) {
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
