// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Map;

/**
 * Signal that makes the kubelet evict pods.
 *
 * <p>Source: Bottlerocket's {@code KubernetesEvictionKey}.
 */
public enum KubernetesEvictionKey implements ScalarValue {
  /** Free memory. */
  MEMORY_AVAILABLE("memory.available"),
  /** Free space of the main file system. */
  NODEFS_AVAILABLE("nodefs.available"),
  /** Free inodes of the main file system. */
  NODEFS_INODES_FREE("nodefs.inodesFree"),
  /** Free space of the file system of images. */
  IMAGEFS_AVAILABLE("imagefs.available"),
  /** Free inodes of the file system of images. */
  IMAGEFS_INODES_FREE("imagefs.inodesFree"),
  /** Free process numbers. */
  PID_AVAILABLE("pid.available");

  /** The type: its choices. */
  public static final ScalarType<KubernetesEvictionKey> TYPE =
      Choices.type(
          KubernetesEvictionKey.class, "Signal that makes the kubelet evict pods", Map.of());

  private final String text;

  KubernetesEvictionKey(String text) {
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
