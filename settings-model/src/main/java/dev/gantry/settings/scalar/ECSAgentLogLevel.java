// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Map;

/**
 * Level of the ECS agent's log.
 *
 * <p>Source: Bottlerocket's {@code ECSAgentLogLevel}.
 */
public enum ECSAgentLogLevel implements ScalarValue {
  /** All. */
  DEBUG("debug"),
  /** What happens. */
  INFO("info"),
  /** What may be wrong. */
  WARN("warn"),
  /** What is wrong. */
  ERROR("error"),
  /** What stops the agent. */
  CRIT("crit");

  /** The type: its choices. */
  public static final ScalarType<ECSAgentLogLevel> TYPE =
      Choices.type(ECSAgentLogLevel.class, "Level of the ECS agent's log", Map.of());

  private final String text;

  ECSAgentLogLevel(String text) {
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
