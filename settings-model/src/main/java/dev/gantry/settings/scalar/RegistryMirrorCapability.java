// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Map;

/**
 * What a mirror of a container registry can do.
 *
 * <p>Source: Bottlerocket's {@code RegistryMirrorCapabilityV1}.
 */
public enum RegistryMirrorCapability implements ScalarValue {
  /** It gives out what is named by digest. */
  PULL("pull"),
  /** It knows what a tag stands for. */
  RESOLVE("resolve"),
  /** It takes images. */
  PUSH("push");

  /** The type: its choices. */
  public static final ScalarType<RegistryMirrorCapability> TYPE =
      Choices.type(RegistryMirrorCapability.class, "What a mirror of a registry can do", Map.of());

  private final String text;

  RegistryMirrorCapability(String text) {
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
