// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import dev.gantry.core.BlockSource;
import dev.gantry.core.Bytes;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.Progress;
import dev.gantry.core.ProgressMeter;
import dev.gantry.verity.internal.ParallelUnits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Finds the blocks of a device that have a digest: where content that a new image needs is already.
 *
 * <p>An entry is the first eight bytes of a digest and a block number: {@value #ENTRY_BYTES} bytes
 * a block, 3 MiB for 1 GiB of blocks of 4096 bytes. What is found is a candidate: read the block
 * and compare its whole digest before it is used. Immutable and thread-safe.
 */
public final class LeafIndex {
  /** Memory for a block. */
  public static final int ENTRY_BYTES = Long.BYTES + Integer.BYTES;

  /** Most blocks that an index can have. */
  public static final int MAX_BLOCKS = Integer.MAX_VALUE - 8;

  private final long[] prefixes;
  private final int[] blocks;

  private LeafIndex(long[] prefixes, int[] blocks) {
    this.prefixes = prefixes;
    this.blocks = blocks;
    PairSort.sort(prefixes, blocks);
  }

  /**
   * Indexes a device by hashing its blocks in the way of a layout. A last part that is less than a
   * block is left out.
   *
   * @param data the device; must not change meanwhile, or candidates are missed
   * @param layout hash type, digest, salt and data block size; the rest is not looked at
   * @param maxBlocks most blocks to take memory for, at most {@link #MAX_BLOCKS}
   * @param options threads, progress and cancellation
   * @return the index
   * @throws LimitExceededException if the device has more blocks
   * @throws java.util.concurrent.CancellationException if the token asks for it
   * @throws IOException if the device fails
   */
  public static LeafIndex build(
      BlockSource data, VerityLayout layout, int maxBlocks, VerityOptions options)
      throws IOException {
    long count = data.sizeBytes() / layout.dataBlockSizeBytes();
    int size = checkSize(data, count, maxBlocks);
    if (size == 0) {
      return new LeafIndex(new long[0], new int[0]);
    }
    TreeGeometry geometry =
        new TreeGeometry(
            layout.hashType(),
            layout.algorithm(),
            layout.salt(),
            layout.dataBlockSizeBytes(),
            layout.hashBlockSizeBytes(),
            size,
            0);
    ProgressMeter meter =
        new ProgressMeter(
            options.progress(), "verity index", geometry.dataBytes(), Progress.Unit.BYTES);
    UnitPlan plan = new UnitPlan(geometry, CorruptBlock.DATA_LEVEL);
    long[] prefixes = new long[size];
    ParallelUnits.run(
        plan.units(),
        plan.parallelism(options, 0),
        options,
        () -> {
          BlockHasher hasher = new BlockHasher(geometry, options.cancellation());
          byte[] slots = new byte[plan.slotBytes()];
          return unit -> {
            int first = (int) plan.firstBlock(unit);
            int blocks = plan.blocksOf(unit);
            hasher.hash(data, geometry.offset(0, first), geometry.dataBlockSize(), blocks, slots);
            for (int i = 0; i < blocks; i++) {
              prefixes[first + i] = prefix(slots, i * geometry.slotSize());
            }
            meter.advance((long) blocks * geometry.dataBlockSize());
          };
        });
    return new LeafIndex(prefixes, ascending(size));
  }

  /**
   * Indexes the data of a tree from its leaves, without reading the data. Every leaf is verified.
   *
   * @param hash the hash device
   * @param layout shape and salt, and where the tree is
   * @param rootHash the trusted root hash
   * @param maxBlocks most blocks to take memory for, at most {@link #MAX_BLOCKS}
   * @param options cancellation; the rest is not used
   * @return the index
   * @throws CorruptBlockException if a hash block is not what the root hash stands for
   * @throws LimitExceededException if there are more data blocks
   * @throws dev.gantry.core.LengthMismatchException if the hash device is smaller than the layout
   *     says
   * @throws dev.gantry.core.MalformedDataException if the layout has another digest than the root
   *     hash
   * @throws java.util.concurrent.CancellationException if the token asks for it
   * @throws IOException if the device fails
   */
  public static LeafIndex ofTree(
      BlockSource hash,
      VerityLayout layout,
      RootHash rootHash,
      int maxBlocks,
      VerityOptions options)
      throws IOException {
    TreeGeometry geometry = layout.geometry();
    TreeScan.checkHash(hash, geometry, rootHash);
    int size = checkSize(hash, geometry.dataBlocks(), maxBlocks);
    VerifiedPath path =
        new VerifiedPath(
            geometry,
            hash,
            rootHash.value().toByteArray(),
            new BlockHasher(geometry, options.cancellation()),
            options.cancellation());
    long[] prefixes = new long[size];
    for (int block = 0; block < size; block++) {
      CorruptBlock bad = path.moveTo(block);
      if (bad != null) {
        throw new CorruptBlockException(bad);
      }
      prefixes[block] =
          geometry.levels() == 0
              ? prefix(path.root(), 0)
              : prefix(path.block(1), geometry.slotInBlock(block));
    }
    return new LeafIndex(prefixes, ascending(size));
  }

  private static int checkSize(BlockSource source, long count, int maxBlocks)
      throws LimitExceededException {
    LimitExceededException.check(
        "blocks to index of " + source.description(), Math.min(maxBlocks, MAX_BLOCKS), count);
    return (int) count;
  }

  private static int[] ascending(int size) {
    int[] blocks = new int[size];
    Arrays.setAll(blocks, i -> i);
    return blocks;
  }

  private static long prefix(byte[] bytes, int offset) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.BIG_ENDIAN).getLong(offset);
  }

  /**
   * Returns how many blocks are indexed.
   *
   * @return 0 or more
   */
  public int size() {
    return blocks.length;
  }

  /**
   * Finds blocks that may have a digest.
   *
   * @param digest a digest of the layout's algorithm, or its first eight bytes or more
   * @param max most candidates, 0 or more; content such as zeros is at many places
   * @return the first block numbers of ascending order, at most {@code max}
   * @throws IllegalArgumentException if the digest has less than eight bytes, or {@code max} is
   *     negative
   */
  public int[] candidates(Bytes digest, int max) {
    if (digest.size() < Long.BYTES || max < 0) {
      throw new IllegalArgumentException(
          "digest of " + digest.size() + " bytes, at most " + max + " candidates");
    }
    long prefix = digest.asByteBuffer().order(ByteOrder.BIG_ENDIAN).getLong();
    int from = firstNotLess(prefix);
    int to = from;
    while (to < prefixes.length && to - from < max && prefixes[to] == prefix) {
      to++;
    }
    return Arrays.copyOfRange(blocks, from, to);
  }

  private int firstNotLess(long prefix) {
    int low = 0;
    int high = prefixes.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (prefixes[middle] < prefix) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Returns the number of blocks. */
  @Override
  public String toString() {
    return "LeafIndex[" + size() + " blocks]";
  }
}
