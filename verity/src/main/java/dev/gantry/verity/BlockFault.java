// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

/** What is wrong with a block. */
public enum BlockFault {
  /**
   * The block at the root of the tree does not have the root hash: it is corrupt, or the root hash
   * belongs to another tree.
   */
  ROOT_HASH_MISMATCH,

  /** The block does not have the digest that a verified block of the tree records for it. */
  DIGEST_MISMATCH,

  /**
   * The block has the right digest, but bytes of it that hold no digest are not zero: whoever made
   * the tree made it wrong, or it covers more data than the superblock or table says.
   */
  SPARE_AREA_NOT_ZERO
}
