// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Map;

/**
 * Cloud provider of the kubelet.
 *
 * <p>Source: Bottlerocket's {@code KubernetesCloudProvider}. Empty text is kept as two quotation
 * marks.
 */
public enum KubernetesCloudProvider implements ScalarValue {
  /** The provider for AWS that is part of the kubelet. */
  AWS("aws"),
  /** A provider outside the kubelet. */
  EXTERNAL("external"),
  /** No provider: two quotation marks. */
  NONE("\"\"");

  /** The type: its choices. */
  public static final ScalarType<KubernetesCloudProvider> TYPE =
      Choices.type(
          KubernetesCloudProvider.class, "Cloud provider of the kubelet", Map.of("", NONE));

  private final String text;

  KubernetesCloudProvider(String text) {
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
