// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

/** How a file becomes part of a repository. */
public enum TargetPlacement {
  /** By a copy. */
  COPY,
  /**
   * By a hard link where the file system allows it, else by a copy. Whoever changes the file in
   * place later breaks the repository.
   */
  HARD_LINK
}
