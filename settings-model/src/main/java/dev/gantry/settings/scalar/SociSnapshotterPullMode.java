// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Map;

/**
 * How the SOCI snapshotter pulls images.
 *
 * <p>Source: Bottlerocket's {@code SociSnapshotterPullMode}.
 */
public enum SociSnapshotterPullMode implements ScalarValue {
  /** Parts of layers are pulled and unpacked side by side. */
  PARALLEL_PULL_UNPACK("parallel-pull-unpack");

  /** The type: its choices. */
  public static final ScalarType<SociSnapshotterPullMode> TYPE =
      Choices.type(
          SociSnapshotterPullMode.class, "How the SOCI snapshotter pulls images", Map.of());

  private final String text;

  SociSnapshotterPullMode(String text) {
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
