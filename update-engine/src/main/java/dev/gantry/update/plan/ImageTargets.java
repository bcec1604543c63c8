// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.plan;

import dev.gantry.core.Digest;
import java.util.List;
import java.util.Objects;

/**
 * The targets of the three images of a release. Immutable.
 *
 * @param boot the boot file system
 * @param root the root file system
 * @param hash the verity hash image
 */
public record ImageTargets(ImageTarget boot, ImageTarget root, ImageTarget hash) {
  /** Creates the targets. */
  public ImageTargets {
    Objects.requireNonNull(boot, "boot");
    Objects.requireNonNull(root, "root");
    Objects.requireNonNull(hash, "hash");
  }

  /**
   * Returns what must be fetched.
   *
   * @return bytes
   */
  public long totalBytes() {
    return Math.addExact(Math.addExact(boot.lengthBytes(), root.lengthBytes()), hash.lengthBytes());
  }

  /**
   * Returns what identifies the content of the release, whatever its version says.
   *
   * @return the digests of boot, root and hash
   */
  public List<Digest> digests() {
    return List.of(boot.digest(), root.digest(), hash.digest());
  }
}
