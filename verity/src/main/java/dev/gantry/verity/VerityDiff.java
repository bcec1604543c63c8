// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import dev.gantry.core.BlockSource;
import dev.gantry.core.Text;
import dev.gantry.core.UnsupportedFormatException;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which data blocks differ between two versions of data, told from their trees alone.
 *
 * <p>Subtrees with one digest are skipped, so the cost grows with the number of differing blocks,
 * not with the data. Every hash block is verified before it is used. Both trees must hash blocks in
 * the same way; in particular they need the same salt.
 *
 * @param oldBlocks number of data blocks of the first tree
 * @param newBlocks number of data blocks of the second tree
 * @param changedBlocks how many blocks of the second tree the first has not at the same place,
 *     among them all behind its end
 * @param comparedHashBlocks how many hash blocks of each tree were read
 */
public record VerityDiff(
    long oldBlocks, long newBlocks, long changedBlocks, long comparedHashBlocks) {
  /**
   * A version of data, as its tree knows it.
   *
   * @param hash the hash device
   * @param layout shape and salt, and where the tree is
   * @param rootHash the trusted root hash
   */
  public record Version(BlockSource hash, VerityLayout layout, RootHash rootHash) {}

  /**
   * Compares two trees.
   *
   * @param before the first version
   * @param after the second version
   * @param changed hears of every run of blocks of the second version that the first has not at the
   *     same place; what is behind the end of the second version is not told
   * @param options cancellation; the rest is not used
   * @return the sums
   * @throws CorruptBlockException if a hash block on the way to a difference is not what the root
   *     hash of its version stands for
   * @throws UnsupportedFormatException if hash type, digest, salt or block sizes of the trees
   *     differ
   * @throws dev.gantry.core.LengthMismatchException if a hash device is smaller than its layout
   *     says
   * @throws dev.gantry.core.MalformedDataException if a layout has another digest than its root
   *     hash
   * @throws java.util.concurrent.CancellationException if the token asks for it
   * @throws IOException if a device or the consumer fails
   */
  public static VerityDiff compare(
      Version before, Version after, BlockRangeConsumer changed, VerityOptions options)
      throws IOException {
    checkComparable(before, after);
    return new Walk(before, after, changed, options).run();
  }

  private static void checkComparable(Version before, Version after)
      throws UnsupportedFormatException {
    VerityLayout a = before.layout();
    VerityLayout b = after.layout();
    String source = after.hash().description();
    same(source, "hash type", a.hashType(), b.hashType());
    same(source, "digest", a.algorithm(), b.algorithm());
    same(source, "salt", a.salt(), b.salt());
    same(source, "data block size", a.dataBlockSizeBytes(), b.dataBlockSizeBytes());
    same(source, "hash block size", a.hashBlockSizeBytes(), b.hashBlockSizeBytes());
  }

  private static void same(String source, String what, Object before, Object after)
      throws UnsupportedFormatException {
    if (!before.equals(after)) {
      throw new UnsupportedFormatException(
          source,
          what + " of the second tree",
          Text.quote(after.toString()),
          before + ", that of the first");
    }
  }

  /** Goes down where digests differ. */
  private static final class Walk {
    private final TreeGeometry before;
    private final TreeGeometry after;
    private final VerifiedPath beforePath;
    private final VerifiedPath afterPath;
    private final BlockRangeConsumer consumer;
    private final long common;
    private final boolean sameRoot;
    private long runStart;
    private long runEnd;
    private long changed;
    private long compared;

    Walk(Version before, Version after, BlockRangeConsumer consumer, VerityOptions options)
        throws IOException {
      this.before = before.layout().geometry();
      this.after = after.layout().geometry();
      this.beforePath = path(before, options);
      this.afterPath = path(after, options);
      this.consumer = consumer;
      this.common = Math.min(this.before.dataBlocks(), this.after.dataBlocks());
      this.sameRoot = before.rootHash().equals(after.rootHash());
    }

    private static VerifiedPath path(Version version, VerityOptions options) throws IOException {
      TreeGeometry geometry = version.layout().geometry();
      TreeScan.checkHash(version.hash(), geometry, version.rootHash());
      return new VerifiedPath(
          geometry,
          version.hash(),
          version.rootHash().value().toByteArray(),
          new BlockHasher(geometry, options.cancellation()),
          options.cancellation());
    }

    VerityDiff run() throws IOException {
      int level = Math.min(before.levels(), after.levels());
      boolean equal = sameRoot && before.dataBlocks() == after.dataBlocks();
      if (!equal) {
        if (level > 0) {
          descend(level, 0);
        } else {
          compareSingle();
        }
        if (after.dataBlocks() > common) {
          add(common, after.dataBlocks());
        }
      }
      flush();
      return new VerityDiff(before.dataBlocks(), after.dataBlocks(), changed, compared);
    }

    /** One of the trees is a single data block, whose digest is its root hash. */
    private void compareSingle() throws IOException {
      byte[] a = leaf(beforePath, before);
      byte[] b = leaf(afterPath, after);
      if (!Arrays.equals(a, b)) {
        add(0, 1);
      }
    }

    private static byte[] leaf(VerifiedPath path, TreeGeometry geometry) throws IOException {
      if (geometry.levels() == 0) {
        return path.root();
      }
      move(path, 1, 0);
      return Arrays.copyOf(path.block(1), geometry.algorithm().sizeBytes());
    }

    private void descend(int level, long index) throws IOException {
      long firstBlock = after.firstDataBlock(level, index);
      move(beforePath, level, firstBlock);
      move(afterPath, level, firstBlock);
      compared++;
      int size = after.algorithm().sizeBytes();
      long first = index * after.fanOut();
      long end = Math.min(before.blocks(level - 1), after.blocks(level - 1));
      end = Math.min(end, first + after.fanOut());
      for (long child = first; child < end; child++) {
        int slot = after.slotInBlock(child);
        // Deeper moves keep the blocks of this level, so these stay what they are in the loop.
        if (!Arrays.equals(
            beforePath.block(level),
            slot,
            slot + size,
            afterPath.block(level),
            slot,
            slot + size)) {
          if (level == 1) {
            add(child, child + 1);
          } else {
            descend(level - 1, child);
          }
        }
      }
    }

    private static void move(VerifiedPath path, int level, long dataBlock) throws IOException {
      @Nullable CorruptBlock bad = path.moveTo(level, dataBlock);
      if (bad != null) {
        throw new CorruptBlockException(bad);
      }
    }

    private void add(long first, long end) throws IOException {
      changed += end - first;
      if (first == runEnd && runEnd > runStart) {
        runEnd = end;
        return;
      }
      flush();
      runStart = first;
      runEnd = end;
    }

    private void flush() throws IOException {
      if (runEnd > runStart) {
        consumer.accept(new BlockRange(runStart, runEnd - runStart));
      }
      runStart = 0;
      runEnd = 0;
    }
  }
}
