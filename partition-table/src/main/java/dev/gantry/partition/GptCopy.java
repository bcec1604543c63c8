// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

/** One of the two copies of a GPT. */
public enum GptCopy {
  /** Header in sector 1, entries behind it. */
  PRIMARY,
  /** Header in the last sector, entries before it. */
  BACKUP
}
