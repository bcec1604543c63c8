// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

/** What to do with a key file that is already there. */
public enum KeyFileMode {
  /** Fail, and leave it. */
  CREATE_NEW,
  /** Replace it; the old key is lost. */
  REPLACE
}
