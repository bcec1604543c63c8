// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Map;

/**
 * Policy of the kubelet's topology manager.
 *
 * <p>Source: Bottlerocket's {@code TopologyManagerPolicy}.
 */
public enum TopologyManagerPolicy implements ScalarValue {
  /** No alignment. */
  NONE("none"),
  /** Pods without the preferred alignment are rejected. */
  RESTRICTED("restricted"),
  /** Alignment where it is possible. */
  BEST_EFFORT("best-effort"),
  /** All on one NUMA node, or the pod is rejected. */
  SINGLE_NUMA_NODE("single-numa-node");

  /** The type: its choices. */
  public static final ScalarType<TopologyManagerPolicy> TYPE =
      Choices.type(
          TopologyManagerPolicy.class, "Policy of the kubelet's topology manager", Map.of());

  private final String text;

  TopologyManagerPolicy(String text) {
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
