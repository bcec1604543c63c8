// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.client;

import dev.gantry.core.Bytes;
import dev.gantry.tuf.internal.model.RootRole;

/**
 * A file that this process has verified, all but its expiry.
 *
 * @param <T> the kind of role
 * @param raw the file as served
 * @param root the root whose keys have signed it
 * @param role its content
 */
public record Verified<T>(Bytes raw, RootRole root, T role) {
  /** Says whether this is the outcome of verifying a file, which need not be done again then. */
  boolean answers(Bytes otherRaw, RootRole otherRoot) {
    // The very same object: equal keys under other key ids would be another question.
    return root == otherRoot && raw.equals(otherRaw);
  }
}
