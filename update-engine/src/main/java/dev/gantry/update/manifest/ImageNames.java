// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.manifest;

import java.util.Objects;

/**
 * Names of the targets that hold the three images of a release, each one LZ4 frame. Immutable.
 *
 * @param boot name of the boot file system's target
 * @param root name of the root file system's target
 * @param hash name of the verity hash image's target
 */
public record ImageNames(String boot, String root, String hash) {
  /**
   * Creates the names.
   *
   * @throws IllegalArgumentException if a name is empty
   */
  public ImageNames {
    Objects.requireNonNull(boot, "boot");
    Objects.requireNonNull(root, "root");
    Objects.requireNonNull(hash, "hash");
    if (boot.isEmpty() || root.isEmpty() || hash.isEmpty()) {
      throw new IllegalArgumentException("the name of an image target is empty");
    }
  }
}
