// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Map;

/**
 * What the kubelet's topology manager aligns.
 *
 * <p>Source: Bottlerocket's {@code TopologyManagerScope}.
 */
public enum TopologyManagerScope implements ScalarValue {
  /** Each container by itself. */
  CONTAINER("container"),
  /** All containers of a pod together. */
  POD("pod");

  /** The type: its choices. */
  public static final ScalarType<TopologyManagerScope> TYPE =
      Choices.type(
          TopologyManagerScope.class, "What the kubelet's topology manager aligns", Map.of());

  private final String text;

  TopologyManagerScope(String text) {
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
