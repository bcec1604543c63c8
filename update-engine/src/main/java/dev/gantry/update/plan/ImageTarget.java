// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.plan;

import dev.gantry.core.Digest;
import java.util.Objects;

/**
 * What trusted metadata says of the target of one image. Immutable.
 *
 * @param name the name of the target
 * @param lengthBytes its exact length, compressed
 * @param digest its digest, compressed
 */
public record ImageTarget(String name, long lengthBytes, Digest digest) {
  /**
   * Creates a target.
   *
   * @throws IllegalArgumentException if the name is empty or the length negative
   */
  public ImageTarget {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(digest, "digest");
    if (name.isEmpty() || lengthBytes < 0) {
      throw new IllegalArgumentException("an image target has no name or a negative length");
    }
  }
}
