// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

/** Where a host stands between two releases. */
public enum EngineState {
  /** Nothing is under way. */
  IDLE,
  /** The idle slot is being written, or writing it was interrupted; it cannot boot. */
  STAGING,
  /** A release is in the idle slot, proved and marked valid; it does not boot yet. */
  STAGED,
  /** The next boot takes the staged release. */
  ACTIVATED,
  /** The staged release runs, but has not been confirmed; the next boot takes the other slot. */
  TRIAL,
  /** The next boot takes the other slot on request. */
  ROLLED_BACK
}
