// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Map;

/**
 * When the kernel uses transparent huge pages.
 *
 * <p>Source: Bottlerocket's {@code TransparentHugepagePolicy}.
 */
public enum TransparentHugepagePolicy implements ScalarValue {
  /** Never. */
  NEVER("never"),
  /** Where a process asks for them. */
  MADVISE("madvise"),
  /** Everywhere. */
  ALWAYS("always");

  /** The type: its choices. */
  public static final ScalarType<TransparentHugepagePolicy> TYPE =
      Choices.type(
          TransparentHugepagePolicy.class, "When the kernel uses transparent huge pages", Map.of());

  private final String text;

  TransparentHugepagePolicy(String text) {
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
