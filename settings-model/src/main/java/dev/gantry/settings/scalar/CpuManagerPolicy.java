// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.List;

/**
 * Policy of the kubelet's CPU manager: {@code static} or {@code none}, with a capital or not.
 *
 * <p>Source: Bottlerocket's {@code CpuManagerPolicy}, which keeps the text as it was written.
 *
 * @param value the text as it was written
 */
public record CpuManagerPolicy(String value) implements ScalarValue {
  /** The type: its choices. */
  public static final ScalarType<CpuManagerPolicy> TYPE =
      ScalarType.builder(
              "CpuManagerPolicy",
              CpuManagerPolicy.class,
              CpuManagerPolicy::new,
              CpuManagerPolicy::value)
          .description("Policy of the kubelet's CPU manager")
          .choices(List.of("none", "static", "None", "Static"))
          .build();

  /**
   * Creates a value.
   *
   * @throws IllegalArgumentException if the text is none of the choices
   */
  public CpuManagerPolicy {
    Checks.require("CpuManagerPolicy", TYPE.problem(value, Profile.COMPAT));
  }

  @Override
  public String text() {
    return value;
  }
}
