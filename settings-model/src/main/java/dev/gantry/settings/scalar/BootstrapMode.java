// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Map;

/**
 * When a bootstrap container or command runs.
 *
 * <p>Source: Bottlerocket's {@code BootstrapMode}.
 */
public enum BootstrapMode implements ScalarValue {
  /** Never. */
  OFF("off"),
  /** At the next boot only. */
  ONCE("once"),
  /** At each boot. */
  ALWAYS("always");

  /** The type: its choices. */
  public static final ScalarType<BootstrapMode> TYPE =
      Choices.type(BootstrapMode.class, "When something runs at boot", Map.of());

  private final String text;

  BootstrapMode(String text) {
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
