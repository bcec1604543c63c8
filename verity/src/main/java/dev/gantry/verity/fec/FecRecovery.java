// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.fec;

import dev.gantry.core.BlockSource;
import dev.gantry.core.LengthMismatchException;
import dev.gantry.verity.BlockRecovery;
import dev.gantry.verity.CorruptBlock;
import dev.gantry.verity.VerifiedTree;
import dev.gantry.verity.VerityLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Repairs corrupt blocks in memory while they are read, as a kernel with {@code
 * use_fec_from_device} does: give it to {@link
 * dev.gantry.verity.VerifiedBlockSource.Builder#recovery}.
 *
 * <p>A repair reads a whole round: 231 to 253 blocks and their parity. Memory is bounded: some
 * megabytes for each thread that repairs. Thread-safe. The devices are not closed.
 */
public final class FecRecovery implements BlockRecovery {
  private static final int MAX_IDLE = 4;

  private final Message message;
  private final BlockSource parity;
  private final FecLayout layout;
  private final BlockMap map;
  private final ConcurrentLinkedDeque<RoundRepair> idle = new ConcurrentLinkedDeque<>();

  /**
   * Creates a recovery; nothing is read yet.
   *
   * @param data the data device
   * @param hash the hash device
   * @param parity the device with the parity
   * @param verity the layout of data and tree
   * @param layout what the parity covers, and where it is
   * @throws LengthMismatchException if a device is smaller than its layout says
   * @throws IllegalArgumentException if the two layouts are not of the same devices
   */
  public FecRecovery(
      BlockSource data, BlockSource hash, BlockSource parity, VerityLayout verity, FecLayout layout)
      throws LengthMismatchException {
    this.map = new BlockMap(verity, layout);
    this.message = new Message(data, hash, layout);
    Message.checkSize(
        "parity device " + parity.description(), layout.endBytes(), parity.sizeBytes());
    this.parity = parity;
    this.layout = layout;
  }

  @Override
  public boolean recover(CorruptBlock block, VerifiedTree tree, ByteBuffer target)
      throws IOException {
    long wanted = map.number(block.level(), block.blockIndex());
    boolean[] found = new boolean[1];
    RoundRepair pooled = idle.pollFirst();
    RoundRepair repair = pooled != null ? pooled : new RoundRepair(message, parity, layout, map);
    repair.repair(
        wanted % layout.rounds(),
        tree::state,
        (number, content) -> {
          if (number == wanted) {
            target.put(content.duplicate());
            found[0] = true;
          }
        });
    if (idle.size() < MAX_IDLE) {
      idle.addFirst(repair);
    }
    return found[0];
  }
}
