// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Map;

/**
 * How the kubelet protects memory with control groups. Text in kebab case is kept as Kubernetes
 * writes it.
 *
 * <p>Source: Bottlerocket's {@code KubernetesMemoryReservationPolicy}.
 */
public enum KubernetesMemoryReservationPolicy implements ScalarValue {
  /** Not at all. */
  NONE("None"),
  /** By the class of the pod. */
  TIERED_RESERVATION("TieredReservation");

  /** The type: its choices. */
  public static final ScalarType<KubernetesMemoryReservationPolicy> TYPE =
      Choices.type(
          KubernetesMemoryReservationPolicy.class,
          "How the kubelet protects memory",
          Map.of("none", NONE, "tiered-reservation", TIERED_RESERVATION));

  private final String text;

  KubernetesMemoryReservationPolicy(String text) {
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
