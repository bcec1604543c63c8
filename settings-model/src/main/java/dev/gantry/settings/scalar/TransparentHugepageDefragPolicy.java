// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Map;

/**
 * How hard the kernel tries to make transparent huge pages.
 *
 * <p>Source: Bottlerocket's {@code TransparentHugepageDefragPolicy}.
 */
public enum TransparentHugepageDefragPolicy implements ScalarValue {
  /** Not at all. */
  NEVER("never"),
  /** At once, where a process asks for them. */
  MADVISE("madvise"),
  /** Later, in the background. */
  DEFER("defer"),
  /** At once where a process asks for them, else later. */
  DEFER_MADVISE("defer+madvise"),
  /** At once, everywhere. */
  ALWAYS("always");

  /** The type: its choices. */
  public static final ScalarType<TransparentHugepageDefragPolicy> TYPE =
      Choices.type(
          TransparentHugepageDefragPolicy.class,
          "How hard the kernel tries to make transparent huge pages",
          Map.of());

  private final String text;

  TransparentHugepageDefragPolicy(String text) {
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
