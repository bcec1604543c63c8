// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import dev.gantry.core.Digest;
import java.util.Objects;

/**
 * What was written to a partition, from its first byte on. Immutable.
 *
 * @param lengthBytes how much was written
 * @param digest the digest of what was written
 */
public record WrittenImage(long lengthBytes, Digest digest) {
  /**
   * Creates a value.
   *
   * @throws IllegalArgumentException if the length is negative
   */
  public WrittenImage {
    Objects.requireNonNull(digest, "digest");
    if (lengthBytes < 0) {
      throw new IllegalArgumentException("length is " + lengthBytes + " bytes");
    }
  }
}
