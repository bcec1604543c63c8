// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import dev.gantry.core.BlockSource;
import java.io.IOException;

/**
 * Verifies a data device and its hash device against a root hash.
 *
 * <p>Every hash block is verified from the root down before a digest in it is used, and every data
 * block is compared with a verified leaf. The blame is therefore exact: the block that is named is
 * the highest one on the way from the root to the data that is not what it should be. Memory does
 * not grow with the data. Stateless and thread-safe.
 *
 * <p>A device that is larger than needed is fine: what is behind the covered data, between
 * superblock and tree, and behind the tree is not looked at.
 */
public final class VerityVerifier {
  private VerityVerifier() {}

  /**
   * Verifies all data that the superblock of the hash device claims to cover.
   *
   * <p>The superblock says how much that is, and nothing but the root hash vouches for it; see
   * {@link VerityProof} on what to compare. Neither device is closed.
   *
   * @param data the data device
   * @param hash the hash device, with its superblock at the beginning
   * @param rootHash the trusted root hash
   * @param options threads, progress and cancellation
   * @return the proof
   * @throws CorruptBlockException if a block is not what the root hash stands for; with any number
   *     of threads it names the first such block in the order of the data
   * @throws dev.gantry.core.LengthMismatchException if a device is smaller than the superblock says
   * @throws dev.gantry.core.MalformedDataException if the superblock is none, has a field out of
   *     range, or names another digest than the root hash
   * @throws dev.gantry.core.UnsupportedFormatException if version, hash type or digest are others
   * @throws java.util.concurrent.CancellationException if the token asks for it
   * @throws IOException if a device fails
   */
  public static VerityProof verify(
      BlockSource data, BlockSource hash, RootHash rootHash, VerityOptions options)
      throws IOException {
    return verify(data, hash, superblockGeometry(hash), rootHash, options);
  }

  /**
   * Verifies all data of a layout, wherever on the hash device its tree is.
   *
   * @param data the data device; may be the hash device as well
   * @param hash the hash device
   * @param layout the trusted layout, or that of a superblock; see {@link VerityProof} on what to
   *     compare
   * @param rootHash the trusted root hash
   * @param options threads, progress and cancellation
   * @return the proof
   * @throws CorruptBlockException if a block is not what the root hash stands for; with any number
   *     of threads it names the first such block in the order of the data
   * @throws dev.gantry.core.LengthMismatchException if a device is smaller than the layout says
   * @throws dev.gantry.core.MalformedDataException if the layout has another digest than the root
   *     hash
   * @throws java.util.concurrent.CancellationException if the token asks for it
   * @throws IOException if a device fails
   */
  public static VerityProof verify(
      BlockSource data,
      BlockSource hash,
      VerityLayout layout,
      RootHash rootHash,
      VerityOptions options)
      throws IOException {
    return verify(data, hash, layout.geometry(), rootHash, options);
  }

  /**
   * Verifies exactly what a kernel that gets a table line will check. As the kernel, this does not
   * read the superblock. The devices that the line names are not looked at.
   *
   * @param data the data device
   * @param hash the hash device
   * @param table the trusted table line
   * @param options threads, progress and cancellation
   * @return the proof, which {@linkplain VerityProof#matches matches} the table
   * @throws CorruptBlockException if a block is not what the root hash stands for; with any number
   *     of threads it names the first such block in the order of the data
   * @throws dev.gantry.core.LengthMismatchException if a device is smaller than the table says
   * @throws java.util.concurrent.CancellationException if the token asks for it
   * @throws IOException if a device fails
   */
  public static VerityProof verify(
      BlockSource data, BlockSource hash, VerityTable table, VerityOptions options)
      throws IOException {
    return verify(data, hash, table.geometry(), table.rootHash(), options);
  }

  /**
   * Looks for all blocks that are not what a root hash stands for.
   *
   * @param data the data device
   * @param hash the hash device, with its superblock at the beginning
   * @param rootHash the root hash
   * @param maxIssues how many bad blocks to list, 0 or more; counts are exact in any case
   * @param options threads, progress and cancellation
   * @return what was found
   * @throws dev.gantry.core.LengthMismatchException if a device is smaller than the superblock says
   * @throws dev.gantry.core.MalformedDataException if the superblock is none, has a field out of
   *     range, or names another digest than the root hash
   * @throws dev.gantry.core.UnsupportedFormatException if version, hash type or digest are others
   * @throws java.util.concurrent.CancellationException if the token asks for it
   * @throws IllegalArgumentException if {@code maxIssues} is negative
   * @throws IOException if a device fails
   */
  public static VerityReport inspect(
      BlockSource data, BlockSource hash, RootHash rootHash, int maxIssues, VerityOptions options)
      throws IOException {
    return inspect(data, hash, superblockGeometry(hash), rootHash, maxIssues, options);
  }

  /**
   * Looks for all blocks of a layout that are not what a root hash stands for.
   *
   * @param data the data device; may be the hash device as well
   * @param hash the hash device
   * @param layout what is covered, and where the tree is
   * @param rootHash the root hash
   * @param maxIssues how many bad blocks to list, 0 or more; counts are exact in any case
   * @param options threads, progress and cancellation
   * @return what was found
   * @throws dev.gantry.core.LengthMismatchException if a device is smaller than the layout says
   * @throws dev.gantry.core.MalformedDataException if the layout has another digest than the root
   *     hash
   * @throws java.util.concurrent.CancellationException if the token asks for it
   * @throws IllegalArgumentException if {@code maxIssues} is negative
   * @throws IOException if a device fails
   */
  public static VerityReport inspect(
      BlockSource data,
      BlockSource hash,
      VerityLayout layout,
      RootHash rootHash,
      int maxIssues,
      VerityOptions options)
      throws IOException {
    return inspect(data, hash, layout.geometry(), rootHash, maxIssues, options);
  }

  /**
   * Looks for all blocks that a kernel which gets a table line would refuse.
   *
   * @param data the data device
   * @param hash the hash device, whose superblock is not read
   * @param table the table line
   * @param maxIssues how many bad blocks to list, 0 or more; counts are exact in any case
   * @param options threads, progress and cancellation
   * @return what was found
   * @throws dev.gantry.core.LengthMismatchException if a device is smaller than the table says
   * @throws java.util.concurrent.CancellationException if the token asks for it
   * @throws IllegalArgumentException if {@code maxIssues} is negative
   * @throws IOException if a device fails
   */
  public static VerityReport inspect(
      BlockSource data, BlockSource hash, VerityTable table, int maxIssues, VerityOptions options)
      throws IOException {
    return inspect(data, hash, table.geometry(), table.rootHash(), maxIssues, options);
  }

  private static TreeGeometry superblockGeometry(BlockSource hash) throws IOException {
    return TreeGeometry.of(VeritySuperblock.read(hash), 0);
  }

  private static VerityProof verify(
      BlockSource data,
      BlockSource hash,
      TreeGeometry geometry,
      RootHash rootHash,
      VerityOptions options)
      throws IOException {
    new TreeScan(data, hash, geometry, rootHash, options).run(FailFast.INSTANCE);
    return new VerityProof(rootHash, geometry);
  }

  private static VerityReport inspect(
      BlockSource data,
      BlockSource hash,
      TreeGeometry geometry,
      RootHash rootHash,
      int maxIssues,
      VerityOptions options)
      throws IOException {
    if (maxIssues < 0) {
      throw new IllegalArgumentException("maxIssues is " + maxIssues + ", expected 0 or more");
    }
    VerityReport.Collector collector = new VerityReport.Collector(geometry, maxIssues);
    new TreeScan(data, hash, geometry, rootHash, options).run(collector);
    return collector.report();
  }

  private enum FailFast implements TreeScan.Findings {
    INSTANCE;

    @Override
    public void badHashBlock(CorruptBlock block, long dataBlocks, boolean isFirst)
        throws CorruptBlockException {
      throw new CorruptBlockException(block);
    }

    @Override
    public void badDataBlock(CorruptBlock block) throws CorruptBlockException {
      throw new CorruptBlockException(block);
    }
  }
}
