// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Map;

/**
 * Level of containerd's log.
 *
 * <p>Source: Bottlerocket's {@code ContainerdLogLevel}.
 */
public enum ContainerdLogLevel implements ScalarValue {
  /** All. */
  TRACE("trace"),
  /** What helps to find faults. */
  DEBUG("debug"),
  /** What happens. */
  INFO("info"),
  /** What may be wrong. */
  WARN("warn"),
  /** What is wrong. */
  ERROR("error"),
  /** What stops containerd. */
  FATAL("fatal"),
  /** What should never happen. */
  PANIC("panic");

  /** The type: its choices. */
  public static final ScalarType<ContainerdLogLevel> TYPE =
      Choices.type(ContainerdLogLevel.class, "Level of containerd's log", Map.of());

  private final String text;

  ContainerdLogLevel(String text) {
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
