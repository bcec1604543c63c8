// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Map;

/**
 * What keeps the layers of container images.
 *
 * <p>Source: Bottlerocket's {@code Snapshotter}.
 */
public enum Snapshotter implements ScalarValue {
  /** The overlay file system. */
  OVERLAYFS("overlayfs"),
  /** The SOCI snapshotter. */
  SOCI("soci");

  /** The type: its choices. */
  public static final ScalarType<Snapshotter> TYPE =
      Choices.type(Snapshotter.class, "What keeps the layers of container images", Map.of());

  private final String text;

  Snapshotter(String text) {
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
