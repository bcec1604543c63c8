// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Map;

/**
 * Whether pods may swap. Text in kebab case is kept as Kubernetes writes it.
 *
 * <p>Source: Bottlerocket's {@code KubernetesMemorySwapBehavior}.
 */
public enum KubernetesMemorySwapBehavior implements ScalarValue {
  /** Pods do not swap. */
  NO_SWAP("NoSwap"),
  /** Pods swap in proportion to the memory that they ask for. */
  LIMITED_SWAP("LimitedSwap");

  /** The type: its choices. */
  public static final ScalarType<KubernetesMemorySwapBehavior> TYPE =
      Choices.type(
          KubernetesMemorySwapBehavior.class,
          "Whether pods may swap",
          Map.of("no-swap", NO_SWAP, "limited-swap", LIMITED_SWAP));

  private final String text;

  KubernetesMemorySwapBehavior(String text) {
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
