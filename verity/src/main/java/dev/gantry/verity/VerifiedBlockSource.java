// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import dev.gantry.core.BlockSource;
import dev.gantry.core.LengthMismatchException;
import dev.gantry.core.MalformedDataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The protected data of a dm-verity device, as a kernel delivers it: every byte that a read returns
 * was verified against the root hash.
 *
 * <p>Blocks are read into memory that nobody else sees, verified there, and copied from there; so a
 * device that answers differently the second time gains nothing. A block that is corrupt makes the
 * read fail with {@link CorruptBlockException}; what the buffer got before that is verified too.
 * With a {@linkplain Builder#recovery recovery}, corrupt blocks of data and tree are repaired in
 * memory; the devices are never written.
 *
 * <p>Memory is bounded: the two caches, and 128 KiB, or a block if that is more, for each thread
 * that reads. Thread-safe. Closing closes neither device.
 */
public final class VerifiedBlockSource implements BlockSource {
  /** Read at once for a large request; fits in the second-level cache. */
  private static final int RUN_BYTES = 128 * 1024;

  private final BlockSource data;
  private final VerifiedTree tree;
  private final int blockSize;
  private final int blocksPerRun;
  private final long size;
  private final @Nullable BlockCache cache;

  private VerifiedBlockSource(BlockSource data, VerifiedTree tree, int dataCacheBytes) {
    this.data = data;
    this.tree = tree;
    this.blockSize = tree.layout().dataBlockSizeBytes();
    this.blocksPerRun = Math.max(1, RUN_BYTES / blockSize);
    this.size = tree.layout().dataBytes();
    this.cache = dataCacheBytes < blockSize ? null : new BlockCache(dataCacheBytes, blockSize);
  }

  /**
   * Starts with a hash cache of {@value VerifiedTree#DEFAULT_CACHE_BYTES} bytes, no data cache and
   * no recovery.
   *
   * @param data the data device
   * @param hash the hash device; may be the data device as well
   * @param layout the layout, from a source that is trusted as the root hash is
   * @param rootHash the trusted root hash
   * @return a builder
   */
  public static Builder builder(
      BlockSource data, BlockSource hash, VerityLayout layout, RootHash rootHash) {
    return new Builder(data, hash, layout, rootHash);
  }

  /**
   * Returns the root hash.
   *
   * @return what all bytes are verified against
   */
  public RootHash rootHash() {
    return tree.rootHash();
  }

  /**
   * Returns how much data is protected; what the data device holds behind it cannot be read.
   *
   * @return bytes
   */
  @Override
  public long sizeBytes() {
    return size;
  }

  /**
   * Fills what remains in a buffer with verified bytes.
   *
   * @param offsetBytes offset of the first byte
   * @param target the buffer; its position moves to its limit, or to the first byte that could not
   *     be verified
   * @throws IndexOutOfBoundsException if the range is not within the protected data; nothing is
   *     read then
   * @throws CorruptBlockException if a block of data or tree is corrupt, and was not recovered
   * @throws IOException if a device fails
   */
  @Override
  public void readFully(long offsetBytes, ByteBuffer target) throws IOException {
    Objects.checkFromIndexSize(offsetBytes, (long) target.remaining(), size);
    long at = offsetBytes;
    byte[] run = null;
    while (target.hasRemaining()) {
      long index = at / blockSize;
      int within = (int) (at % blockSize);
      byte[] cached = cache == null ? null : cache.get(index);
      if (cached != null) {
        int count = Math.min(target.remaining(), blockSize - within);
        target.put(cached, within, count);
        at += count;
        continue;
      }
      int blocks =
          (int) Math.min(blocksPerRun, ((long) within + target.remaining() - 1) / blockSize + 1);
      if (run == null || run.length < blocks * blockSize) {
        run = new byte[blocks * blockSize];
      }
      data.readFully(index * blockSize, ByteBuffer.wrap(run, 0, blocks * blockSize));
      for (int i = 0; i < blocks; i++) {
        verify(index + i, run, i * blockSize);
        int count = Math.min(target.remaining(), blockSize - within);
        target.put(run, i * blockSize + within, count);
        at += count;
        within = 0;
      }
    }
  }

  /** Makes a block of a run verified, or throws. */
  private void verify(long index, byte[] run, int offset) throws IOException {
    ByteBuffer block = ByteBuffer.wrap(run, offset, blockSize);
    if (!tree.isVerified(CorruptBlock.DATA_LEVEL, index, block)) {
      CorruptBlock bad = tree.corrupt(data.description(), CorruptBlock.DATA_LEVEL, index);
      if (!tree.recover(bad, run, offset)) {
        throw new CorruptBlockException(bad);
      }
    }
    if (cache != null) {
      cache.put(index, Arrays.copyOfRange(run, offset, offset + blockSize));
    }
  }

  @Override
  public String description() {
    return "verified " + data.description();
  }

  /** Does nothing: the devices stay open. */
  @Override
  public void close() {}

  /** Collects options; not thread-safe. */
  public static final class Builder {
    private final BlockSource data;
    private final BlockSource hash;
    private final VerityLayout layout;
    private final RootHash rootHash;
    private int hashCacheBytes = VerifiedTree.DEFAULT_CACHE_BYTES;
    private int dataCacheBytes;
    private Optional<BlockRecovery> recovery = Optional.empty();

    private Builder(BlockSource data, BlockSource hash, VerityLayout layout, RootHash rootHash) {
      this.data = Objects.requireNonNull(data, "data");
      this.hash = Objects.requireNonNull(hash, "hash");
      this.layout = Objects.requireNonNull(layout, "layout");
      this.rootHash = Objects.requireNonNull(rootHash, "rootHash");
    }

    /**
     * Sets how much of the tree to keep in memory. Random reads are fast if all leaves fit, which
     * for SHA-256 and blocks of 4096 bytes is a 128th of the data.
     *
     * @param value bytes, 0 or more
     * @return this builder
     * @throws IllegalArgumentException if the number is negative
     */
    public Builder hashCacheBytes(int value) {
      this.hashCacheBytes = notNegative(value);
      return this;
    }

    /**
     * Sets how much verified data to keep in memory, for readers that ask for less than a block at
     * a time.
     *
     * @param value bytes, 0 or more; less than a block is none
     * @return this builder
     * @throws IllegalArgumentException if the number is negative
     */
    public Builder dataCacheBytes(int value) {
      this.dataCacheBytes = notNegative(value);
      return this;
    }

    /**
     * Sets what knows the content of corrupt blocks.
     *
     * @param value the recovery
     * @return this builder
     */
    public Builder recovery(BlockRecovery value) {
      this.recovery = Optional.of(value);
      return this;
    }

    private static int notNegative(int bytes) {
      if (bytes < 0) {
        throw new IllegalArgumentException("cache has " + bytes + " bytes, expected 0 or more");
      }
      return bytes;
    }

    /**
     * Opens the source; nothing is read yet.
     *
     * @return the source
     * @throws LengthMismatchException if a device is smaller than the layout says
     * @throws MalformedDataException if the layout has another digest than the root hash
     */
    public VerifiedBlockSource open() throws LengthMismatchException, MalformedDataException {
      if (data.sizeBytes() < layout.dataBytes()) {
        throw new LengthMismatchException(
            "data device " + data.description(), layout.dataBytes(), data.sizeBytes());
      }
      VerifiedTree tree = VerifiedTree.open(hash, layout, rootHash, hashCacheBytes, recovery);
      return new VerifiedBlockSource(data, tree, dataCacheBytes);
    }
  }
}
