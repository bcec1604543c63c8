// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Map;

/**
 * Where the name of a node comes from.
 *
 * <p>Source: Bottlerocket's {@code KubernetesHostnameOverrideSource}.
 */
public enum KubernetesHostnameOverrideSource implements ScalarValue {
  /** The private DNS name of the instance. */
  PRIVATE_DNS_NAME("private-dns-name"),
  /** The identifier of the instance. */
  INSTANCE_ID("instance-id");

  /** The type: its choices. */
  public static final ScalarType<KubernetesHostnameOverrideSource> TYPE =
      Choices.type(
          KubernetesHostnameOverrideSource.class, "Where the name of a node comes from", Map.of());

  private final String text;

  KubernetesHostnameOverrideSource(String text) {
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
