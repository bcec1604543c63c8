// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import dev.gantry.core.BlockSource;
import dev.gantry.core.LengthMismatchException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.Progress;
import dev.gantry.core.ProgressMeter;
import dev.gantry.verity.internal.ParallelUnits;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Walks over the data in order and compares every block with the verified leaf above it.
 *
 * <p>Who hears of bad blocks decides whether the walk goes on.
 */
final class TreeScan {
  private final BlockSource data;
  private final BlockSource hash;
  private final TreeGeometry geometry;
  private final byte[] root;
  private final VerityOptions options;
  private final UnitPlan plan;

  TreeScan(
      BlockSource data,
      BlockSource hash,
      TreeGeometry geometry,
      RootHash rootHash,
      VerityOptions options)
      throws IOException {
    check(data, hash, geometry, rootHash);
    this.data = data;
    this.hash = hash;
    this.geometry = geometry;
    this.root = rootHash.value().toByteArray();
    this.options = options;
    this.plan = new UnitPlan(geometry, CorruptBlock.DATA_LEVEL);
  }

  /** Refuses devices that are too small, and a root hash of another digest. */
  static void check(BlockSource data, BlockSource hash, TreeGeometry geometry, RootHash rootHash)
      throws IOException {
    checkSize("data device " + data.description(), geometry.dataBytes(), data.sizeBytes());
    checkHash(hash, geometry, rootHash);
  }

  static void checkHash(BlockSource hash, TreeGeometry geometry, RootHash rootHash)
      throws IOException {
    if (!rootHash.algorithm().equals(geometry.algorithm())) {
      throw new MalformedDataException(
          "VERITY_ALGORITHM_MISMATCH",
          hash.description(),
          SuperblockLayout.ALGORITHM,
          "digest",
          geometry.algorithm().id(),
          rootHash.algorithm().id() + ", as the root hash");
    }
    checkSize("hash device " + hash.description(), geometry.endBytes(), hash.sizeBytes());
  }

  private static void checkSize(String what, long needed, long found)
      throws LengthMismatchException {
    if (found < needed) {
      throw new LengthMismatchException(what, needed, found);
    }
  }

  /** Hears of bad blocks, from any thread. */
  interface Findings {
    /**
     * A run of data blocks that cannot be verified, since a block above them is bad.
     *
     * @param isFirst true for one of the runs below that block, whatever the number of threads
     */
    void badHashBlock(CorruptBlock block, long dataBlocks, boolean isFirst) throws IOException;

    void badDataBlock(CorruptBlock block) throws IOException;
  }

  void run(Findings findings) throws IOException {
    ProgressMeter meter =
        new ProgressMeter(
            options.progress(), "verity verify", geometry.dataBytes(), Progress.Unit.BYTES);
    ParallelUnits.run(
        plan.units(),
        plan.parallelism(options, VerifiedPath.memoryBytes(geometry)),
        options,
        () -> new Scanner(findings, meter));
  }

  private final class Scanner implements ParallelUnits.Worker {
    private final Findings findings;
    private final ProgressMeter meter;
    private final BlockHasher hasher = new BlockHasher(geometry, options.cancellation());
    private final VerifiedPath path =
        new VerifiedPath(geometry, hash, root, hasher, options.cancellation());
    private final byte[] digests = new byte[plan.slotBytes()];

    Scanner(Findings findings, ProgressMeter meter) {
      this.findings = findings;
      this.meter = meter;
    }

    @Override
    public void process(long unit) throws IOException {
      long first = plan.firstBlock(unit);
      long end = first + plan.blocksOf(unit);
      for (long block = first; block < end; ) {
        // With one data block there is no leaf, and the run is that block.
        long runEnd = Math.min(end, geometry.firstDataBlock(1, geometry.index(1, block) + 1));
        CorruptBlock bad = path.moveTo(block);
        if (bad == null) {
          scanRun(block, (int) (runEnd - block));
        } else {
          long highestRun = geometry.firstDataBlock(bad.level(), bad.blockIndex());
          findings.badHashBlock(bad, runEnd - block, highestRun == block);
        }
        block = runEnd;
      }
      meter.advance((end - first) * geometry.dataBlockSize());
    }

    private void scanRun(long first, int count) throws IOException {
      hasher.hash(
          data,
          geometry.offset(CorruptBlock.DATA_LEVEL, first),
          geometry.dataBlockSize(),
          count,
          digests);
      for (int i = 0; i < count; i++) {
        @Nullable BlockFault fault = path.compare(first + i, digests, i * geometry.slotSize());
        if (fault != null) {
          long offset = geometry.offset(CorruptBlock.DATA_LEVEL, first + i);
          findings.badDataBlock(
              new CorruptBlock(
                  data.description(), CorruptBlock.DATA_LEVEL, first + i, offset, fault));
        }
      }
    }
  }
}
