// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

/** How something differs between two states of a repository. */
public enum ChangeKind {
  /** It is new. */
  ADDED,
  /** It is gone. */
  REMOVED,
  /** It says something else. */
  CHANGED
}
