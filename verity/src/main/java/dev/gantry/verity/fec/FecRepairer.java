// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.fec;

import dev.gantry.core.BlockDevice;
import dev.gantry.verity.RootHash;
import dev.gantry.verity.VerityLayout;
import dev.gantry.verity.VerityOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Repairs a damaged device in place.
 *
 * <p>A block is only written once its new content is verified against the root hash, and only where
 * the old content is not; so a crash at any time leaves nothing worse, and a second repair goes on
 * from there. Parity is made anew at the end, and only for rounds whose blocks are all good.
 *
 * <p>Stateless and thread-safe. Memory does not grow with the data, only with the damage: some bits
 * a corrupt block.
 */
public final class FecRepairer {
  private FecRepairer() {}

  /**
   * Repairs what can be repaired and makes it durable.
   *
   * <p>No device is closed. The superblock is not covered by parity and is neither read nor
   * written; where it is damaged, take the layout from a table line. What lies behind the tree on
   * the hash device is not repaired, since nothing verifies it; if it changed, its parity is made
   * anew.
   *
   * @param data the data device; not mounted writable
   * @param hash the hash device; may be the data device as well
   * @param parity the device with the parity; may be one of the others
   * @param verity the layout of data and tree
   * @param layout what the parity covers, and where it is
   * @param rootHash the trusted root hash
   * @param maxIssues how many corrupt blocks of each kind to list, 0 or more; counts are exact in
   *     any case
   * @param options threads, progress and cancellation
   * @return what was repaired and what was not; ask {@link FecReport#isRepairable()}
   * @throws dev.gantry.core.LengthMismatchException if a device is smaller than its layout says;
   *     nothing is written then
   * @throws dev.gantry.core.MalformedDataException if the layout has another digest than the root
   *     hash; nothing is written then
   * @throws java.util.concurrent.CancellationException if the token asks for it; what was repaired
   *     until then stays
   * @throws IllegalArgumentException if {@code maxIssues} is negative, or the layouts are not of
   *     the same devices
   * @throws IOException if a device fails
   */
  public static FecReport repair(
      BlockDevice data,
      BlockDevice hash,
      BlockDevice parity,
      VerityLayout verity,
      FecLayout layout,
      RootHash rootHash,
      int maxIssues,
      VerityOptions options)
      throws IOException {
    RepairRun.Target target = new Devices(data, hash, parity);
    return new RepairRun(data, hash, parity, verity, layout, rootHash, Optional.of(target), options)
        .run(maxIssues);
  }

  private record Devices(BlockDevice data, BlockDevice hash, BlockDevice parity)
      implements RepairRun.Target {
    @Override
    public void write(long offset, boolean isData, ByteBuffer content) throws IOException {
      (isData ? data : hash).writeFully(offset, content);
    }

    @Override
    public void flushBlocks() throws IOException {
      data.flush();
      hash.flush();
    }

    @Override
    public void writeParity(long offset, ByteBuffer content) throws IOException {
      parity.writeFully(offset, content);
    }

    @Override
    public void flushParity() throws IOException {
      parity.flush();
    }
  }
}
