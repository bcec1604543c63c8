// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Map;

/**
 * Resource that is kept for the system or for Kubernetes itself.
 *
 * <p>Source: Bottlerocket's {@code KubernetesReservedResourceKey}; {@code pid} since
 * settings-models 0.16.
 */
public enum KubernetesReservedResourceKey implements ScalarValue {
  /** Processor time. */
  CPU("cpu"),
  /** Memory. */
  MEMORY("memory"),
  /** Local disk space. */
  EPHEMERAL_STORAGE("ephemeral-storage"),
  /** Process numbers. */
  PID("pid");

  /** The type: its choices. */
  public static final ScalarType<KubernetesReservedResourceKey> TYPE =
      Choices.type(KubernetesReservedResourceKey.class, "Resource that can be reserved", Map.of());

  private final String text;

  KubernetesReservedResourceKey(String text) {
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
