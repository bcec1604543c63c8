// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Map;

/**
 * How far the kernel is locked down, from least to most.
 *
 * <p>Source: Bottlerocket's {@code Lockdown}.
 */
public enum Lockdown implements ScalarValue {
  /** Not at all. */
  NONE("none"),
  /** User space cannot change the running kernel. */
  INTEGRITY("integrity"),
  /** User space can also not read secrets of the kernel. */
  CONFIDENTIALITY("confidentiality");

  /** The type: its choices. */
  public static final ScalarType<Lockdown> TYPE =
      Choices.type(Lockdown.class, "Lockdown mode of the kernel", Map.of());

  private final String text;

  Lockdown(String text) {
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
