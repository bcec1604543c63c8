// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Map;

/**
 * Sort of memory that is reserved on a NUMA node.
 *
 * <p>Source: Bottlerocket's {@code KubernetesMemoryReservationKey}.
 */
public enum KubernetesMemoryReservationKey implements ScalarValue {
  /** Ordinary memory. */
  MEMORY("memory"),
  /** Huge pages of 2 MiB. */
  HUGEPAGES_2MI("hugepages-2Mi"),
  /** Huge pages of 1 GiB. */
  HUGEPAGES_1GI("hugepages-1Gi");

  /** The type: its choices. */
  public static final ScalarType<KubernetesMemoryReservationKey> TYPE =
      Choices.type(
          KubernetesMemoryReservationKey.class, "Sort of memory that can be reserved", Map.of());

  private final String text;

  KubernetesMemoryReservationKey(String text) {
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
