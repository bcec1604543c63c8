// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Map;

/**
 * Branch of the NVIDIA driver.
 *
 * <p>Source: Bottlerocket's {@code NvidiaDriverBranch}.
 */
public enum NvidiaDriverBranch implements ScalarValue {
  /** The branch with long support. */
  LTS("lts"),
  /** The production branch. */
  PB("pb");

  /** The type: its choices. */
  public static final ScalarType<NvidiaDriverBranch> TYPE =
      Choices.type(NvidiaDriverBranch.class, "Branch of the NVIDIA driver", Map.of());

  private final String text;

  NvidiaDriverBranch(String text) {
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
