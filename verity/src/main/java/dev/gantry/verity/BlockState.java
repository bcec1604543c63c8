// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

/** What a tree says of the content of a block. */
public enum BlockState {
  /** It is what the root hash stands for. */
  VERIFIED,

  /** It is not what the root hash stands for. */
  CORRUPT,

  /** Nothing is known, since a block of the tree above it is corrupt. */
  UNKNOWN
}
