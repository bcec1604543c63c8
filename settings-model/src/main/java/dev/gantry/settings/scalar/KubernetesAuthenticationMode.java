// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Map;

/**
 * How the kubelet proves who it is.
 *
 * <p>Source: Bottlerocket's {@code KubernetesAuthenticationMode}.
 */
public enum KubernetesAuthenticationMode implements ScalarValue {
  /** With credentials of AWS. */
  AWS("aws"),
  /** With a bootstrap token and certificates. */
  TLS("tls");

  /** The type: its choices. */
  public static final ScalarType<KubernetesAuthenticationMode> TYPE =
      Choices.type(
          KubernetesAuthenticationMode.class, "How the kubelet proves who it is", Map.of());

  private final String text;

  KubernetesAuthenticationMode(String text) {
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
