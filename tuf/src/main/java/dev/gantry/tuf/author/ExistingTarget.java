// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

/** What to do with a file whose target path is listed already, with other content. */
public enum ExistingTarget {
  /** Leave the target as it is. */
  SKIP,
  /** List the new content. */
  REPLACE,
  /** Fail before anything is listed. */
  FAIL
}
