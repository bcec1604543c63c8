// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

/** How a release failed on this host. */
public enum FailureKind {
  /** It was activated, used up its tries, and another slot runs: it never confirmed itself. */
  NOT_CONFIRMED,
  /** It was left by a rollback on request. */
  ROLLED_BACK
}
