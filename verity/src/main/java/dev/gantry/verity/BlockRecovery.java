// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Something that may know what a corrupt block should hold: forward error correction, or another
 * copy of the device.
 *
 * <p>Nothing that it proposes is trusted; whoever asks verifies the proposal. This is an SPI;
 * implementations must be thread-safe.
 */
@FunctionalInterface
public interface BlockRecovery {
  /**
   * Proposes the content of a block.
   *
   * @param block the block, on the data device or on the hash device
   * @param tree the tree that the proposal will be verified against; blocks above the corrupt one
   *     are good
   * @param target where the content goes; as much room as the block has
   * @return true if the target was filled, false if nothing is known of the block
   * @throws IOException if it cannot be found out
   */
  boolean recover(CorruptBlock block, VerifiedTree tree, ByteBuffer target) throws IOException;
}
