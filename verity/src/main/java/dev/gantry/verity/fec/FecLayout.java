// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.fec;

import dev.gantry.core.UnsupportedFormatException;
import dev.gantry.verity.VerityLayout;

/**
 * What parity covers and where it is (kernel {@code drivers/md/dm-verity-fec.c}).
 *
 * <p>A message is the data followed by the blocks of the hash device from the beginning of the tree
 * on, up to an end that depends on the layout: the parity itself if it is on the same device, else
 * the end of the device. So the size of a hash device is part of the layout. The superblock is not
 * covered.
 *
 * <p>The blocks of the message are dealt to {@linkplain #rounds() rounds} like cards: blocks r, r +
 * rounds, r + 2 rounds … make round r. The n-th bytes of the blocks of a round are one codeword.
 * Damage that is not longer than {@code rounds} blocks hits a round only once.
 *
 * <p>Immutable and thread-safe.
 */
public final class FecLayout {
  /** Fewest parity bytes of a codeword. */
  public static final int MIN_ROOTS = 2;

  /** Most parity bytes of a codeword. */
  public static final int MAX_ROOTS = 24;

  /** What {@code veritysetup} takes unless said otherwise. */
  public static final int DEFAULT_ROOTS = 2;

  private final int blockSize;
  private final long dataBlocks;
  private final long treeOffset;
  private final long hashBlocks;
  private final int roots;
  private final long offset;
  private final long rounds;

  private FecLayout(VerityLayout verity, int roots, long hashBlocks, long offsetBytes) {
    this.blockSize = verity.dataBlockSizeBytes();
    this.dataBlocks = verity.dataBlocks();
    this.treeOffset = verity.treeOffsetBytes();
    this.hashBlocks = hashBlocks;
    this.roots = roots;
    this.offset = offsetBytes;
    this.rounds = (dataBlocks + hashBlocks - 1) / messageBlocks() + 1;
  }

  /**
   * Lays out parity on a device of its own.
   *
   * @param verity the layout of data and tree
   * @param roots parity bytes of a codeword of 255, {@value #MIN_ROOTS} to {@value #MAX_ROOTS}
   * @param hashDeviceBytes size of the hash device; a last part that is less than a block is not
   *     covered
   * @param offsetBytes where the parity begins, a multiple of the block size
   * @return the layout
   * @throws UnsupportedFormatException if the block sizes of data and tree differ
   * @throws IllegalArgumentException if a number is out of range, or the hash device ends before
   *     the tree does
   */
  public static FecLayout onOwnDevice(
      VerityLayout verity, int roots, long hashDeviceBytes, long offsetBytes)
      throws UnsupportedFormatException {
    return covering(verity, roots, hashDeviceBytes, offsetBytes);
  }

  /**
   * Lays out parity behind the tree on the hash device.
   *
   * @param verity the layout of data and tree
   * @param roots parity bytes of a codeword of 255, {@value #MIN_ROOTS} to {@value #MAX_ROOTS}
   * @param offsetBytes where the parity begins on the hash device, a multiple of the block size;
   *     all between the beginning of the tree and here is covered
   * @return the layout
   * @throws UnsupportedFormatException if the block sizes of data and tree differ
   * @throws IllegalArgumentException if a number is out of range, or the tree ends behind the
   *     offset
   */
  public static FecLayout onHashDevice(VerityLayout verity, int roots, long offsetBytes)
      throws UnsupportedFormatException {
    return covering(verity, roots, offsetBytes, offsetBytes);
  }

  /**
   * Takes the numbers of a kernel table line.
   *
   * @param verity the layout of data and tree
   * @param roots the argument of {@code fec_roots}
   * @param fecBlocks the argument of {@code fec_blocks}: blocks of data and hash device that are
   *     covered
   * @param fecStart the argument of {@code fec_start}: the block at which the parity begins
   * @return the layout
   * @throws UnsupportedFormatException if the block sizes of data and tree differ
   * @throws IllegalArgumentException if a number is out of range, or the tree is not covered
   */
  public static FecLayout ofTable(VerityLayout verity, int roots, long fecBlocks, long fecStart)
      throws UnsupportedFormatException {
    checkBlockSizes(verity);
    int blockSize = verity.dataBlockSizeBytes();
    long hashBlocks = fecBlocks - verity.dataBlocks();
    if (fecBlocks < 0
        || hashBlocks > (Long.MAX_VALUE - verity.treeOffsetBytes()) / blockSize
        || fecStart < 0
        || fecStart > Long.MAX_VALUE / blockSize) {
      throw new IllegalArgumentException(
          "fec_blocks is " + fecBlocks + " and fec_start " + fecStart + ", expected less");
    }
    long hashEnd = verity.treeOffsetBytes() + hashBlocks * blockSize;
    return covering(verity, roots, hashEnd, fecStart * blockSize);
  }

  private static void checkBlockSizes(VerityLayout verity) throws UnsupportedFormatException {
    if (verity.dataBlockSizeBytes() != verity.hashBlockSizeBytes()) {
      throw new UnsupportedFormatException(
          "forward error correction",
          "block sizes of data and tree",
          verity.dataBlockSizeBytes() + " and " + verity.hashBlockSizeBytes(),
          "equal ones");
    }
  }

  private static FecLayout covering(
      VerityLayout verity, int roots, long hashEndBytes, long offsetBytes)
      throws UnsupportedFormatException {
    checkBlockSizes(verity);
    if (roots < MIN_ROOTS || roots > MAX_ROOTS) {
      throw new IllegalArgumentException(
          "roots is " + roots + ", expected " + MIN_ROOTS + " to " + MAX_ROOTS);
    }
    if (hashEndBytes < verity.endBytes()) {
      throw new IllegalArgumentException(
          "hash device is covered up to byte "
              + hashEndBytes
              + ", but the tree ends at "
              + verity.endBytes());
    }
    int blockSize = verity.dataBlockSizeBytes();
    long hashBlocks = (hashEndBytes - verity.treeOffsetBytes()) / blockSize;
    if (hashBlocks > Long.MAX_VALUE / blockSize - verity.dataBlocks()) {
      throw new IllegalArgumentException("more than 2^63 bytes are covered");
    }
    FecLayout layout = new FecLayout(verity, roots, hashBlocks, offsetBytes);
    if (offsetBytes < 0
        || offsetBytes % blockSize != 0
        || offsetBytes > Long.MAX_VALUE - layout.parityBytes()) {
      throw new IllegalArgumentException(
          "offset of the parity is " + offsetBytes + ", expected a multiple of " + blockSize);
    }
    return layout;
  }

  /**
   * Returns the size of a block of data, tree and parity.
   *
   * @return bytes, a power of two
   */
  public int blockSizeBytes() {
    return blockSize;
  }

  /**
   * Returns how many blocks of the data device are covered.
   *
   * @return 1 or more
   */
  public long dataBlocks() {
    return dataBlocks;
  }

  /**
   * Returns how many blocks of the hash device are covered, from the beginning of the tree on.
   *
   * @return as many as the tree has, or more
   */
  public long hashBlocks() {
    return hashBlocks;
  }

  /**
   * Returns where the covered part of the hash device begins.
   *
   * @return offset of the tree in bytes
   */
  public long treeOffsetBytes() {
    return treeOffset;
  }

  /**
   * Returns how many blocks are covered: the argument of {@code fec_blocks} in a kernel table.
   *
   * @return the sum of {@link #dataBlocks()} and {@link #hashBlocks()}
   */
  public long coveredBlocks() {
    return dataBlocks + hashBlocks;
  }

  /**
   * Returns the number of parity bytes of a codeword.
   *
   * @return {@value #MIN_ROOTS} to {@value #MAX_ROOTS}
   */
  public int roots() {
    return roots;
  }

  /**
   * Returns how many blocks a round has besides its parity; the last round may have fewer.
   *
   * @return 255 − {@link #roots()}
   */
  public int messageBlocks() {
    return ReedSolomon.SYMBOLS - roots;
  }

  /**
   * Returns how many rounds there are; also the longest run of blocks of which every round has at
   * most one.
   *
   * @return 1 or more
   */
  public long rounds() {
    return rounds;
  }

  /**
   * Returns where the parity begins on its device.
   *
   * @return offset in bytes
   */
  public long offsetBytes() {
    return offset;
  }

  /**
   * Returns the argument of {@code fec_start} in a kernel table.
   *
   * @return the block at which the parity begins on its device
   */
  public long startBlock() {
    return offset / blockSize;
  }

  /**
   * Returns the size of the parity.
   *
   * @return bytes, {@link #roots()} blocks a round
   */
  public long parityBytes() {
    return Math.multiplyExact(rounds * roots, (long) blockSize);
  }

  /**
   * Returns where the parity ends on its device.
   *
   * @return offset in bytes
   */
  public long endBytes() {
    return offset + parityBytes();
  }

  /** Codewords in all; also the distance of their symbols. */
  long columns() {
    return rounds * blockSize;
  }

  /** Returns roots, number of blocks covered and size of the parity. */
  @Override
  public String toString() {
    return "FecLayout[roots "
        + roots
        + ", "
        + coveredBlocks()
        + " blocks of "
        + blockSize
        + ", "
        + parityBytes()
        + " bytes of parity]";
  }
}
