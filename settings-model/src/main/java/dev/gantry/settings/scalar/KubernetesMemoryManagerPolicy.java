// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Map;

/**
 * Policy of the kubelet's memory manager. Text in lower case is kept with a capital.
 *
 * <p>Source: Bottlerocket's {@code KubernetesMemoryManagerPolicy}.
 */
public enum KubernetesMemoryManagerPolicy implements ScalarValue {
  /** Memory is reserved by NUMA node. */
  STATIC("Static"),
  /** No policy. */
  NONE("None");

  /** The type: its choices. */
  public static final ScalarType<KubernetesMemoryManagerPolicy> TYPE =
      Choices.type(
          KubernetesMemoryManagerPolicy.class,
          "Policy of the kubelet's memory manager",
          Map.of("static", STATIC, "none", NONE));

  private final String text;

  KubernetesMemoryManagerPolicy(String text) {
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
