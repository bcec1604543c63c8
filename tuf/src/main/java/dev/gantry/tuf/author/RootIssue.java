// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import java.util.OptionalInt;

/**
 * Why a root document cannot be signed yet.
 *
 * @param kind what is wrong
 * @param role the role that it is wrong with
 * @param threshold the threshold of the role, empty if it was never set
 * @param usableKeys how many distinct keys of the role can verify signatures
 */
public record RootIssue(Kind kind, String role, OptionalInt threshold, int usableKeys) {
  /** What is wrong. */
  public enum Kind {
    /** Nobody has set the threshold of the role; a new root has none. */
    THRESHOLD_NOT_SET,
    /** The role has fewer distinct keys than its threshold, so that nobody could ever sign it. */
    TOO_FEW_KEYS
  }
}
