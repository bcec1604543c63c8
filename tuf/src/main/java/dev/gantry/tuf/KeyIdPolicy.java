// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

/**
 * What a key id has to be (TUF specification section 4.2).
 *
 * <p>Thresholds count distinct public keys in any case, so that no policy lets a key count twice.
 */
public enum KeyIdPolicy {
  /**
   * The id under which metadata declares a key is its name, whatever it is made of. Production
   * repositories hold ids that are not the digest of their key, sigstore's and GitHub's roots among
   * them.
   */
  DECLARED,

  /**
   * The id must be the SHA-256 digest of the canonical form of the key object, with all its members
   * or with {@code keytype}, {@code keyval} and {@code scheme} only, as the specification demands.
   * Metadata with any other id is refused as malformed.
   */
  ENFORCE
}
