// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import dev.gantry.core.BlockSource;
import dev.gantry.core.CancellationToken;
import dev.gantry.core.LengthMismatchException;
import dev.gantry.core.MalformedDataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/**
 * Says of single blocks, wherever they come from, whether a root hash stands for them.
 *
 * <p>A hash block is read when it is needed, verified from the root down, and then kept in a cache
 * of a fixed size; digests are only taken from the verified copy. As the kernel, and unlike {@link
 * VerityVerifier}, this does not look at the bytes of a hash block that hold no digest.
 *
 * <p>Thread-safe. The hash device is not closed.
 */
public final class VerifiedTree {
  /** Size of the cache unless said otherwise. */
  public static final int DEFAULT_CACHE_BYTES = 4 << 20;

  /** More threads than this make a new hasher for each call. */
  private static final int MAX_IDLE_HASHERS = 64;

  private final BlockSource hash;
  private final VerityLayout layout;
  private final TreeGeometry geometry;
  private final RootHash rootHash;
  private final byte[] root;
  private final BlockCache cache;
  private final @Nullable BlockRecovery recovery;
  private final ConcurrentLinkedDeque<BlockHasher> idleHashers;

  /** Verified blocks above one that is being recovered, by offset. */
  private final Map<Long, byte[]> pinned;

  private VerifiedTree(
      BlockSource hash,
      VerityLayout layout,
      RootHash rootHash,
      int cacheBytes,
      @Nullable BlockRecovery recovery) {
    this.hash = hash;
    this.layout = layout;
    this.geometry = layout.geometry();
    this.rootHash = rootHash;
    this.root = rootHash.value().toByteArray();
    this.cache = new BlockCache(cacheBytes, geometry.hashBlockSize());
    this.recovery = recovery;
    this.idleHashers = new ConcurrentLinkedDeque<>();
    this.pinned = Map.of();
  }

  /**
   * A view for a recovery: the blocks above what it recovers are there even if they are corrupt on
   * the device and do not fit in the cache.
   */
  private VerifiedTree(VerifiedTree tree, Map<Long, byte[]> pinned) {
    this.hash = tree.hash;
    this.layout = tree.layout;
    this.geometry = tree.geometry;
    this.rootHash = tree.rootHash;
    this.root = tree.root;
    this.cache = tree.cache;
    this.recovery = tree.recovery;
    this.idleHashers = tree.idleHashers;
    this.pinned = pinned;
  }

  /**
   * Opens a tree; nothing is read yet.
   *
   * @param hash the hash device
   * @param layout the layout, from a source that is trusted as the root hash is
   * @param rootHash the trusted root hash
   * @param cacheBytes how much of the tree to keep in memory, 0 or more
   * @param recovery what knows the content of corrupt hash blocks, or empty
   * @return the tree
   * @throws LengthMismatchException if the hash device is smaller than the layout says
   * @throws MalformedDataException if the layout has another digest than the root hash
   * @throws IllegalArgumentException if the size of the cache is negative
   */
  public static VerifiedTree open(
      BlockSource hash,
      VerityLayout layout,
      RootHash rootHash,
      int cacheBytes,
      Optional<BlockRecovery> recovery)
      throws LengthMismatchException, MalformedDataException {
    if (cacheBytes < 0) {
      throw new IllegalArgumentException("cacheBytes is " + cacheBytes + ", expected 0 or more");
    }
    if (!rootHash.algorithm().equals(layout.algorithm())) {
      throw new MalformedDataException(
          "VERITY_ALGORITHM_MISMATCH",
          hash.description(),
          MalformedDataException.UNKNOWN_OFFSET,
          "digest",
          layout.algorithm().id(),
          rootHash.algorithm().id() + ", as the root hash");
    }
    if (hash.sizeBytes() < layout.endBytes()) {
      throw new LengthMismatchException(
          "hash device " + hash.description(), layout.endBytes(), hash.sizeBytes());
    }
    return new VerifiedTree(hash, layout, rootHash, cacheBytes, recovery.orElse(null));
  }

  /**
   * Returns the layout.
   *
   * @return how blocks are hashed and where the tree is
   */
  public VerityLayout layout() {
    return layout;
  }

  /**
   * Returns the root hash.
   *
   * @return what all blocks are verified against
   */
  public RootHash rootHash() {
    return rootHash;
  }

  /**
   * Verifies the content of a block. Corrupt hash blocks above it are recovered if there is a
   * recovery.
   *
   * @param level 0 for data, 1 for the leaves of the tree, more for blocks nearer the root
   * @param index index within the level
   * @param content all bytes of the block; its position stays
   * @return whether the content is verified
   * @throws CorruptBlockException if a block of the tree above is corrupt, and was not recovered
   * @throws IndexOutOfBoundsException if there is no such block
   * @throws IllegalArgumentException if the content is not as long as the block
   * @throws IOException if reading the hash device fails
   */
  public boolean isVerified(int level, long index, ByteBuffer content) throws IOException {
    checkBlock(level, index, content);
    return matches(level, index, content, true);
  }

  /**
   * Says what is known of the content of a block without recovering hash blocks.
   *
   * @param level 0 for data, 1 for the leaves of the tree, more for blocks nearer the root
   * @param index index within the level
   * @param content all bytes of the block; its position stays
   * @return the state
   * @throws IndexOutOfBoundsException if there is no such block
   * @throws IllegalArgumentException if the content is not as long as the block
   * @throws IOException if reading the hash device fails
   */
  public BlockState state(int level, long index, ByteBuffer content) throws IOException {
    checkBlock(level, index, content);
    try {
      return matches(level, index, content, false) ? BlockState.VERIFIED : BlockState.CORRUPT;
    } catch (CorruptBlockException e) {
      return BlockState.UNKNOWN;
    }
  }

  private void checkBlock(int level, long index, ByteBuffer content) {
    Objects.checkIndex(level, geometry.levels() + 1);
    Objects.checkIndex(index, geometry.blocks(level));
    if (content.remaining() != geometry.blockSize(level)) {
      throw new IllegalArgumentException(
          "content has " + content.remaining() + " bytes, the block " + geometry.blockSize(level));
    }
  }

  /** The description of a block that does not have the digest that it should have. */
  CorruptBlock corrupt(String source, int level, long index) {
    return new CorruptBlock(
        source,
        level,
        index,
        geometry.offset(level, index),
        level == geometry.levels() ? BlockFault.ROOT_HASH_MISMATCH : BlockFault.DIGEST_MISMATCH);
  }

  /** Fills a block from the recovery and verifies it; false if that does not give the block. */
  boolean recover(CorruptBlock bad, byte[] block, int offset) throws IOException {
    if (recovery == null) {
      return false;
    }
    Map<Long, byte[]> above = new HashMap<>();
    long index = bad.blockIndex();
    for (int level = bad.level() + 1; level <= geometry.levels(); level++) {
      index /= geometry.fanOut();
      above.put(geometry.offset(level, index), hashBlock(level, index, true));
    }
    VerifiedTree view = new VerifiedTree(this, above);
    int size = geometry.blockSize(bad.level());
    // A slice, so that a recovery never reaches beyond the block.
    ByteBuffer target = ByteBuffer.wrap(block, offset, size).slice();
    return recovery.recover(bad, view, target)
        && view.matches(bad.level(), bad.blockIndex(), ByteBuffer.wrap(block, offset, size), false);
  }

  private boolean matches(int level, long index, ByteBuffer content, boolean recovering)
      throws IOException {
    byte[] expected = root;
    int from = 0;
    if (level < geometry.levels()) {
      expected = hashBlock(level + 1, index / geometry.fanOut(), recovering);
      from = geometry.slotInBlock(index);
    }
    byte[] actual = new byte[geometry.slotSize()];
    digest(content, actual);
    return Arrays.equals(expected, from, from + root.length, actual, 0, root.length);
  }

  private void digest(ByteBuffer content, byte[] slot) {
    BlockHasher pooled = idleHashers.pollFirst();
    BlockHasher hasher =
        pooled != null ? pooled : new BlockHasher(geometry, CancellationToken.NONE);
    int size = content.remaining();
    if (content.hasArray()) {
      int start = content.arrayOffset() + content.position();
      hasher.hash(content.array(), start, size, slot, 0);
    } else {
      byte[] copy = new byte[size];
      content.get(content.position(), copy);
      hasher.hash(copy, 0, size, slot, 0);
    }
    if (idleHashers.size() < MAX_IDLE_HASHERS) {
      idleHashers.addFirst(hasher);
    }
  }

  private byte[] hashBlock(int level, long index, boolean recovering) throws IOException {
    long offset = geometry.offset(level, index);
    byte[] pin = pinned.get(offset);
    byte[] cached = pin != null ? pin : cache.get(offset);
    if (cached != null) {
      return cached;
    }
    byte[] block = new byte[geometry.hashBlockSize()];
    hash.readFully(offset, ByteBuffer.wrap(block));
    if (!matches(level, index, ByteBuffer.wrap(block), recovering)) {
      CorruptBlock bad = corrupt(hash.description(), level, index);
      if (!recovering || !recover(bad, block, 0)) {
        throw new CorruptBlockException(bad);
      }
    }
    cache.put(offset, block);
    return block;
  }
}
