// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.fec;

import dev.gantry.core.BlockSource;
import dev.gantry.core.Progress;
import dev.gantry.core.ProgressMeter;
import dev.gantry.verity.RootHash;
import dev.gantry.verity.VerityLayout;
import dev.gantry.verity.VerityOptions;
import dev.gantry.verity.VerityProof;
import dev.gantry.verity.VerityVerifier;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Looks for damage of a protected device, and says what of it can be repaired; writes nothing.
 *
 * <p>Stateless and thread-safe. Memory does not grow with the data, only with the damage: some bits
 * a corrupt block.
 */
public final class FecVerifier {
  private FecVerifier() {}

  /**
   * Verifies data and tree against the root hash, and that the parity is exactly theirs.
   *
   * @param data the data device
   * @param hash the hash device; may be the data device as well
   * @param parity the device with the parity; may be one of the others
   * @param verity the trusted layout of data and tree
   * @param layout what the parity covers, and where it is
   * @param rootHash the trusted root hash
   * @param options threads, progress and cancellation
   * @return the proof; parity is as good as the data then, and no further proof of it is needed
   * @throws dev.gantry.verity.CorruptBlockException if a block is not what the root hash stands for
   * @throws CorruptParityException if the parity is another; it names the first such round
   * @throws dev.gantry.core.LengthMismatchException if a device is smaller than its layout says
   * @throws dev.gantry.core.MalformedDataException if the layout has another digest than the root
   *     hash
   * @throws java.util.concurrent.CancellationException if the token asks for it
   * @throws IllegalArgumentException if the layouts are not of the same devices
   * @throws IOException if a device fails
   */
  public static VerityProof verify(
      BlockSource data,
      BlockSource hash,
      BlockSource parity,
      VerityLayout verity,
      FecLayout layout,
      RootHash rootHash,
      VerityOptions options)
      throws IOException {
    BlockMap.checkSame(verity, layout);
    Message message = new Message(data, hash, layout);
    Message.checkSize(
        "parity device " + parity.description(), layout.endBytes(), parity.sizeBytes());
    VerityProof proof = VerityVerifier.verify(data, hash, verity, rootHash, options);
    ProgressMeter meter =
        new ProgressMeter(
            options.progress(), "fec verify", message.coveredBytes(), Progress.Unit.BYTES);
    new TilePlan(layout)
        .run(
            message,
            options,
            meter,
            () -> (offset, computed) -> compare(parity, layout, offset, computed));
    return proof;
  }

  private static void compare(
      BlockSource parity, FecLayout layout, long offset, ByteBuffer computed) throws IOException {
    ByteBuffer stored = ByteBuffer.allocate(computed.remaining());
    parity.readFully(layout.offsetBytes() + offset, stored);
    int at = stored.flip().mismatch(computed);
    if (at >= 0) {
      long roundBytes = (long) layout.blockSizeBytes() * layout.roots();
      long round = (offset + at) / roundBytes;
      throw new CorruptParityException(
          parity.description(), round, layout.offsetBytes() + round * roundBytes);
    }
  }

  /**
   * Looks at all blocks of data and tree, tries to repair those that are corrupt, in memory, and
   * compares the parity of all rounds that are good then.
   *
   * <p>No device is closed. What lies behind the tree on the hash device is covered by the parity
   * but verified by nothing: if it changed, the parity counts as damaged.
   *
   * @param data the data device
   * @param hash the hash device; may be the data device as well
   * @param parity the device with the parity; may be one of the others
   * @param verity the layout of data and tree; its superblock is neither covered nor read
   * @param layout what the parity covers, and where it is
   * @param rootHash the trusted root hash
   * @param maxIssues how many corrupt blocks of each kind to list, 0 or more; counts are exact in
   *     any case
   * @param options threads, progress and cancellation
   * @return what was found
   * @throws dev.gantry.core.LengthMismatchException if a device is smaller than its layout says
   * @throws dev.gantry.core.MalformedDataException if the layout has another digest than the root
   *     hash
   * @throws java.util.concurrent.CancellationException if the token asks for it
   * @throws IllegalArgumentException if {@code maxIssues} is negative, or the layouts are not of
   *     the same devices
   * @throws IOException if a device fails
   */
  public static FecReport inspect(
      BlockSource data,
      BlockSource hash,
      BlockSource parity,
      VerityLayout verity,
      FecLayout layout,
      RootHash rootHash,
      int maxIssues,
      VerityOptions options)
      throws IOException {
    return new RepairRun(data, hash, parity, verity, layout, rootHash, Optional.empty(), options)
        .run(maxIssues);
  }
}
