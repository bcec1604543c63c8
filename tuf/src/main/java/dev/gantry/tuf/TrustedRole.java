// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import java.time.Instant;
import java.util.Objects;

/**
 * What a trusted view knows of one of its roles.
 *
 * <p>Immutable.
 *
 * @param name the role, for example {@code snapshot}
 * @param version version of its metadata, 1 or more
 * @param expires first instant at which the metadata no longer counts
 */
public record TrustedRole(String name, long version, Instant expires) {
  /** Creates a value. */
  public TrustedRole {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(expires, "expires");
  }
}
