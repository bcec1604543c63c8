// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

/** What the journal holds: a state, or the intention to change the partition table. */
enum JournalPhase {
  IDLE,
  /** The slot is being cleared and written; its content is nothing to rely on. */
  STAGING,
  /** The slot is proved and about to be marked valid. */
  MARKING,
  STAGED,
  ACTIVATING,
  ACTIVATED,
  /** An activated slot is about to be taken back. */
  CANCELLING,
  /** The running slot is about to be marked successful. */
  CONFIRMING,
  /** The other slot is about to be preferred. */
  ROLLING_BACK,
  ROLLED_BACK
}
