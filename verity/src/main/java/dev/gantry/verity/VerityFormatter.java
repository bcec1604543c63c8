// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockSource;
import dev.gantry.core.Bytes;
import dev.gantry.core.LengthMismatchException;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.Progress;
import dev.gantry.core.ProgressMeter;
import dev.gantry.verity.internal.ParallelUnits;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Makes hash trees, byte for byte as {@code veritysetup format} does.
 *
 * <p>Memory does not grow with the data: every level goes to the hash device as it is computed, and
 * is read back for the level above. Stateless and thread-safe.
 */
public final class VerityFormatter {
  private VerityFormatter() {}

  /**
   * Hashes a data device, writes tree and superblock to a hash device, and makes them durable.
   *
   * <p>The whole data device is covered, but for a last part that is less than a block, unless the
   * parameters say how many blocks. The hash device may be larger than needed; what is before the
   * hash area and behind the tree is left as it is, and the gap between superblock and tree is
   * zeroed. The superblock is written last, so a hash device that held none holds none until the
   * tree is complete. Neither device is closed.
   *
   * <p>One device can hold both: give the same object as data and hash, with a hash offset behind
   * the data. All that is before the hash area is covered then, unless the parameters say how many
   * blocks. That two objects are one device cannot be seen here, and is for the caller to know.
   *
   * @param data the device to cover; must not change meanwhile
   * @param hash the device to write; the hash area must not overlap the data
   * @param parameters what the tree depends on besides the data
   * @param options threads, progress and cancellation
   * @return the root hash and what was written
   * @throws MalformedDataException if there is less than one block of data
   * @throws LengthMismatchException if there are fewer blocks of data than the parameters say;
   *     nothing is written then
   * @throws LimitExceededException if the hash device is too small, or data and hash are one device
   *     and overlap; nothing is written then
   * @throws IllegalArgumentException if the data is so large that a field of the format overflows
   * @throws java.util.concurrent.CancellationException if the token asks for it; the hash device is
   *     in an undefined state then
   * @throws IOException if a device fails; the hash device is in an undefined state then
   */
  public static VerityTree format(
      BlockSource data, BlockDevice hash, VerityParameters parameters, VerityOptions options)
      throws IOException {
    int blockSize = parameters.dataBlockSizeBytes();
    // On one device, the data can be all that is before the hash area.
    long dataSize =
        data == hash && parameters.dataBlocks().isEmpty()
            ? Math.min(data.sizeBytes(), parameters.hashOffsetBytes())
            : data.sizeBytes();
    if (dataSize < blockSize) {
      throw new MalformedDataException(
          "VERITY_DATA_TOO_SMALL",
          data.description(),
          MalformedDataException.UNKNOWN_OFFSET,
          "size of the data",
          dataSize + " bytes",
          "at least one block of " + blockSize + " bytes");
    }
    long available = dataSize / blockSize;
    long dataBlocks = parameters.dataBlocks().orElse(available);
    if (dataBlocks > available) {
      throw new LengthMismatchException(
          "blocks of the data device " + data.description(), dataBlocks, available);
    }
    VerityLayout layout = parameters.layout(dataBlocks);
    TreeGeometry geometry = layout.geometry();
    if (data == hash) {
      LimitExceededException.check(
          "bytes of data before the hash area on " + hash.description(),
          parameters.hashOffsetBytes(),
          geometry.dataBytes());
    }
    LimitExceededException.check(
        "bytes of hash area on " + hash.description(), hash.sizeBytes(), geometry.endBytes());

    ProgressMeter meter =
        new ProgressMeter(
            options.progress(), "verity format", geometry.dataBytes(), Progress.Unit.BYTES);
    hashLevel(geometry, 0, data, hash, options, meter);
    for (int level = 1; level < geometry.levels(); level++) {
      hashLevel(geometry, level, hash, hash, options, null);
    }
    RootHash root = rootHash(geometry, geometry.levels() == 0 ? data : hash, options);
    if (geometry.levels() == 0) {
      meter.advance(geometry.dataBytes());
    }
    hash.flush();
    VeritySuperblock superblock = parameters.superblock(dataBlocks);
    if (parameters.hasSuperblock()) {
      writeSuperblock(superblock, parameters.hashOffsetBytes(), hash);
      hash.flush();
    }
    return new VerityTree(
        superblock,
        layout,
        root,
        parameters.dataBlocks().isPresent() ? 0 : dataSize - geometry.dataBytes());
  }

  /**
   * Returns how large a hash device must be.
   *
   * @param dataBlocks number of data blocks, 1 or more
   * @param parameters digest and block sizes
   * @return bytes up to the end of the tree
   * @throws IllegalArgumentException if there are no data blocks, or more than 2^63 bytes of them
   */
  public static long hashAreaBytes(long dataBlocks, VerityParameters parameters) {
    return parameters.layout(dataBlocks).endBytes();
  }

  /** Hashes the blocks of a level into the level above, if there is one. */
  private static void hashLevel(
      TreeGeometry geometry,
      int level,
      BlockSource source,
      BlockDevice hash,
      VerityOptions options,
      @Nullable ProgressMeter meter)
      throws IOException {
    if (level >= geometry.levels()) {
      return;
    }
    UnitPlan plan = new UnitPlan(geometry, level);
    LevelWriter writer = new LevelWriter(geometry, hash, level + 1);
    int blockSize = geometry.blockSize(level);
    ParallelUnits.run(
        plan.units(),
        plan.parallelism(options, 0),
        options,
        () -> {
          BlockHasher hasher = new BlockHasher(geometry, options.cancellation());
          byte[] slots = new byte[plan.slotBytes()];
          ByteBuffer view = ByteBuffer.wrap(slots);
          return unit -> {
            long first = plan.firstBlock(unit);
            int count = plan.blocksOf(unit);
            hasher.hash(source, geometry.offset(level, first), blockSize, count, slots);
            writer.write(first, count, view);
            if (meter != null) {
              meter.advance((long) count * blockSize);
            }
          };
        });
    writer.finish();
  }

  private static RootHash rootHash(TreeGeometry geometry, BlockSource source, VerityOptions options)
      throws IOException {
    int top = geometry.levels();
    byte[] slot = new byte[geometry.slotSize()];
    new BlockHasher(geometry, options.cancellation())
        .hash(source, geometry.offset(top, 0), geometry.blockSize(top), 1, slot);
    return new RootHash(geometry.algorithm(), Bytes.of(slot, 0, geometry.algorithm().sizeBytes()));
  }

  private static void writeSuperblock(VeritySuperblock superblock, long offset, BlockDevice hash)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate((int) (superblock.treeOffsetBytes(offset) - offset));
    superblock.encode(buffer);
    hash.writeFully(offset, buffer.clear());
  }
}
