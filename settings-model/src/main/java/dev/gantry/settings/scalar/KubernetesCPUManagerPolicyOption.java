// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Map;

/**
 * Option of the kubelet's CPU manager.
 *
 * <p>Source: Bottlerocket's {@code KubernetesCPUManagerPolicyOption}; all but the first since
 * settings-models 0.17.
 */
public enum KubernetesCPUManagerPolicyOption implements ScalarValue {
  /** Only whole physical cores. */
  FULL_PCPUS_ONLY("full-pcpus-only"),
  /** Evenly over NUMA nodes. */
  DISTRIBUTE_CPUS_ACROSS_NUMA("distribute-cpus-across-numa"),
  /** By last-level cache where that is possible. */
  PREFER_ALIGN_CPUS_BY_UNCORECACHE("prefer-align-cpus-by-uncorecache"),
  /** No pod on reserved processors. */
  STRICT_CPU_RESERVATION("strict-cpu-reservation");

  /** The type: its choices. */
  public static final ScalarType<KubernetesCPUManagerPolicyOption> TYPE =
      Choices.type(
          KubernetesCPUManagerPolicyOption.class, "Option of the kubelet's CPU manager", Map.of());

  private final String text;

  KubernetesCPUManagerPolicyOption(String text) {
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
