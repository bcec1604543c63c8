// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Map;

/**
 * When the ECS agent pulls images. The order is that of the agent's numbers, from 0.
 *
 * <p>Source: Bottlerocket's {@code ECSAgentImagePullBehavior}.
 */
public enum ECSAgentImagePullBehavior implements ScalarValue {
  /** Always, and the copy on disk if that fails. */
  DEFAULT("default"),
  /** Always. */
  ALWAYS("always"),
  /** If no task pulled it before. */
  ONCE("once"),
  /** If there is no copy on disk. */
  PREFER_CACHED("prefer-cached");

  /** The type: its choices. */
  public static final ScalarType<ECSAgentImagePullBehavior> TYPE =
      Choices.type(ECSAgentImagePullBehavior.class, "When the ECS agent pulls images", Map.of());

  private final String text;

  ECSAgentImagePullBehavior(String text) {
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
