// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockSource;
import dev.gantry.core.Bytes;
import dev.gantry.core.Progress;
import dev.gantry.core.ProgressMeter;
import dev.gantry.verity.internal.ParallelUnits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;

/**
 * Rebuilds a tree after some data blocks changed: only they are read, and only the hash blocks
 * above them are written. The result is, byte for byte, that of {@link VerityFormatter}.
 *
 * <p>Every hash block that is built upon is verified against the old root hash first, so damage of
 * the old tree never gets under the new root. Memory does not grow with the data, but with the
 * number of ranges. Stateless and thread-safe.
 */
public final class VerityUpdater {
  private VerityUpdater() {}

  /**
   * Brings the tree of a hash device up to date, and makes it durable.
   *
   * <p>The superblock, if any, stays as it is: neither the number of blocks nor anything else in it
   * changes. Data blocks outside of the ranges are not looked at; if one of them changed as well, a
   * verification of the result finds it. Neither device is closed.
   *
   * @param data the data device, changed already
   * @param hash the hash device with the tree of the old data
   * @param layout shape and salt of the tree, and where it is
   * @param rootHash the root hash of the old data
   * @param changed the blocks that may have changed, in any order; ranges may overlap
   * @param options threads, progress and cancellation
   * @return the root hash of the new data
   * @throws CorruptBlockException if a hash block above a changed block is not what the old root
   *     hash stands for; the hash device may be changed in part then
   * @throws dev.gantry.core.LengthMismatchException if a device is smaller than the layout says;
   *     nothing is written then
   * @throws dev.gantry.core.MalformedDataException if the layout has another digest than the root
   *     hash; nothing is written then
   * @throws IllegalArgumentException if a range ends behind the data
   * @throws java.util.concurrent.CancellationException if the token asks for it; the tree is
   *     neither the old nor the new one then, and must be formatted
   * @throws IOException if a device fails; as with cancellation
   */
  public static RootHash update(
      BlockSource data,
      BlockDevice hash,
      VerityLayout layout,
      RootHash rootHash,
      Collection<BlockRange> changed,
      VerityOptions options)
      throws IOException {
    TreeGeometry geometry = layout.geometry();
    BlockSet set = BlockSet.of(changed);
    if (set.end() > geometry.dataBlocks()) {
      throw new IllegalArgumentException(
          "changed blocks end at "
              + set.end()
              + ", expected at most "
              + geometry.dataBlocks()
              + ", the number of data blocks");
    }
    TreeScan.check(data, hash, geometry, rootHash);
    if (set.size() == 0) {
      return rootHash;
    }
    ProgressMeter meter =
        new ProgressMeter(
            options.progress(),
            "verity update",
            set.size() * geometry.dataBlockSize(),
            Progress.Unit.BYTES);
    for (int level = 1; level <= geometry.levels(); level++) {
      BlockSource source = level == 1 ? data : hash;
      new Level(source, hash, geometry, rootHash, level, set, options).rebuild(meter);
      set = set.above(geometry);
    }
    int top = geometry.levels();
    byte[] slot = new byte[geometry.slotSize()];
    new BlockHasher(geometry, options.cancellation())
        .hash(top == 0 ? data : hash, geometry.offset(top, 0), geometry.blockSize(top), 1, slot);
    if (top == 0) {
      meter.advance(geometry.dataBytes());
    }
    hash.flush();
    return new RootHash(geometry.algorithm(), Bytes.of(slot, 0, rootHash.value().size()));
  }

  /** The slots of one level for a set of blocks of the level below. */
  private record Level(
      BlockSource source,
      BlockDevice hash,
      TreeGeometry geometry,
      RootHash rootHash,
      int level,
      BlockSet below,
      VerityOptions options) {
    void rebuild(ProgressMeter meter) throws IOException {
      BlockSet blocks = below.above(geometry);
      long each = (long) geometry.levels() * geometry.hashBlockSize() + slotBytes();
      int parallelism = new UnitPlan(geometry, level).parallelism(options, each);
      ParallelUnits.run(
          blocks.size(),
          parallelism,
          options,
          () -> {
            BlockHasher hasher = new BlockHasher(geometry, options.cancellation());
            VerifiedPath path =
                new VerifiedPath(
                    geometry, hash, rootHash.value().toByteArray(), hasher, options.cancellation());
            byte[] slots = new byte[slotBytes()];
            return unit -> {
              long count = rebuild(blocks.get(unit), hasher, path, slots);
              if (level == 1) {
                meter.advance(count * geometry.dataBlockSize());
              }
            };
          });
    }

    private int slotBytes() {
      return geometry.fanOut() * geometry.slotSize();
    }

    /** Rebuilds a block of this level; returns how many of its slots were computed. */
    private long rebuild(long index, BlockHasher hasher, VerifiedPath path, byte[] slots)
        throws IOException {
      // The old block; nothing in this and the higher levels is written but this block itself.
      CorruptBlock bad = path.moveTo(level, geometry.firstDataBlock(level, index));
      if (bad != null) {
        throw new CorruptBlockException(bad);
      }
      byte[] block = path.block(level).clone();
      long first = index * geometry.fanOut();
      long end = Math.min(first + geometry.fanOut(), geometry.blocks(level - 1));
      long computed = 0;
      for (long child = below.next(first, end); child < end; child = below.next(child, end)) {
        int run = below.runLength(child, end);
        int blockSize = geometry.blockSize(level - 1);
        hasher.hash(source, geometry.offset(level - 1, child), blockSize, run, slots);
        int size = geometry.algorithm().sizeBytes();
        for (int i = 0; i < run; i++) {
          System.arraycopy(
              slots, i * geometry.slotSize(), block, geometry.slotInBlock(child + i), size);
        }
        computed += run;
        child += run;
      }
      hash.writeFully(geometry.offset(level, index), ByteBuffer.wrap(block));
      return computed;
    }
  }
}
