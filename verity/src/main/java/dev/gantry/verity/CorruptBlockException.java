// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import dev.gantry.core.Text;
import dev.gantry.core.VerificationException;
import java.io.Serial;

/** A block of data or tree that is not the one that the root hash stands for. */
public final class CorruptBlockException extends VerificationException {
  @Serial private static final long serialVersionUID = 1L;

  /** The block. */
  private final CorruptBlock block;

  CorruptBlockException(CorruptBlock block) {
    super("VERITY_CORRUPT_BLOCK", message(block), null);
    this.block = block;
  }

  private static String message(CorruptBlock block) {
    String kind = block.isData() ? "data block " : "hash block ";
    String level = block.isData() ? "" : " of level " + block.level();
    return Text.clean(block.source())
        + ": "
        + kind
        + block.blockIndex()
        + level
        + " at byte "
        + block.offsetBytes()
        + switch (block.fault()) {
          case ROOT_HASH_MISMATCH ->
              " does not have the root hash: it is corrupt, or the root hash is another tree's";
          case DIGEST_MISMATCH -> " does not have the digest that the verified tree records";
          case SPARE_AREA_NOT_ZERO -> " has bytes behind its digests that are not zero";
        };
  }

  /**
   * Returns the block.
   *
   * @return where it is and what is wrong with it
   */
  public CorruptBlock block() {
    return block;
  }

  /**
   * Returns the description of the device that holds the block.
   *
   * @return the source
   */
  public String source() {
    return block.source();
  }

  /**
   * Returns the level of the block.
   *
   * @return 0 for data, 1 for a leaf block of the tree, more for blocks nearer the root
   */
  public int level() {
    return block.level();
  }

  /**
   * Returns the index of the block within its level.
   *
   * @return 0 or more
   */
  public long blockIndex() {
    return block.blockIndex();
  }

  /**
   * Returns where the block is on its device.
   *
   * @return offset in bytes
   */
  public long offsetBytes() {
    return block.offsetBytes();
  }

  /**
   * Returns what is wrong with the block.
   *
   * @return the fault
   */
  public BlockFault fault() {
    return block.fault();
  }
}
