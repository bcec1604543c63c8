// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.plan;

/** Why a candidate was chosen or not; the first reason that holds, in this order but the first. */
public enum VerdictReason {
  /** It is the release to install. */
  CHOSEN,
  /** It is for another variant. */
  OTHER_VARIANT,
  /** It is for another architecture. */
  OTHER_ARCH,
  /** The manifest has the very same release further up. */
  DUPLICATE,
  /** The manifest has releases of this version that differ, so that none of them can be meant. */
  AMBIGUOUS_DUPLICATE,
  /** It is newer than its own {@code max_version}: withdrawn, or not yet allowed. */
  ABOVE_MAX_VERSION,
  /** The policy asks for another version. */
  NOT_REQUESTED,
  /** It runs already. */
  ALREADY_RUNNING,
  /** It is older than the running version, which may stay. */
  NOT_NEWER,
  /** It is older than the running version, and the policy forbids to go down. */
  DOWNGRADE_FORBIDDEN,
  /** Trusted metadata does not list one of its images. */
  TARGET_MISSING,
  /** It was tried on this host and failed. */
  FAILED_BEFORE,
  /** The wave of this host has not come yet. */
  WAVE_NOT_REACHED,
  /** It could be installed, but a newer one was chosen. */
  NEWER_CHOSEN
}
