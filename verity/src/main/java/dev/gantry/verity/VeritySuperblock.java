// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import dev.gantry.core.BlockSource;
import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.core.Guid;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * The first 512 bytes of a hash area (cryptsetup's DMVerity page, "Verity superblock format").
 *
 * <p>Nothing in it is protected by the root hash by itself: the kernel never reads it, and takes
 * all of it from the table line instead. Immutable and thread-safe.
 *
 * @param hashType how block and salt are hashed: {@link #HASH_TYPE_NORMAL} or {@link
 *     #HASH_TYPE_CHROME_OS}
 * @param uuid identifies the hash device; nothing verifies it
 * @param algorithm digest of data blocks and tree blocks
 * @param dataBlockSizeBytes a power of two from 512 to 524288
 * @param hashBlockSizeBytes a power of two from 512 to 524288
 * @param dataBlocks number of blocks covered, 1 or more
 * @param salt 0 to 256 bytes
 */
public record VeritySuperblock(
    int hashType,
    Guid uuid,
    VerityAlgorithm algorithm,
    int dataBlockSizeBytes,
    int hashBlockSizeBytes,
    long dataBlocks,
    Bytes salt) {
  /** Size on disk. */
  public static final int SIZE_BYTES = SuperblockLayout.SIZE;

  /** The salt is hashed before the block, and digests are padded to a power of two. */
  public static final int HASH_TYPE_NORMAL = 1;

  /** The salt is hashed behind the block, and digests are back to back. */
  public static final int HASH_TYPE_CHROME_OS = 0;

  /**
   * Creates a superblock.
   *
   * @throws IllegalArgumentException if a number is out of range
   */
  public VeritySuperblock {
    VerityParameters.checkHashType(hashType);
    Objects.requireNonNull(uuid, "uuid");
    Objects.requireNonNull(algorithm, "algorithm");
    VerityParameters.checkBlockSize("data block size", dataBlockSizeBytes);
    VerityParameters.checkBlockSize("hash block size", hashBlockSizeBytes);
    if (dataBlocks < 1 || dataBlocks > maxDataBlocks(dataBlockSizeBytes)) {
      throw new IllegalArgumentException(
          "data blocks are " + dataBlocks + ", expected 1 to " + maxDataBlocks(dataBlockSizeBytes));
    }
    VerityParameters.checkSalt(salt);
  }

  /**
   * Reads the superblock of a hash device.
   *
   * @param hash the device, with the superblock at its beginning
   * @return the superblock
   * @throws dev.gantry.core.MalformedDataException if there is none, or a field is out of range
   * @throws dev.gantry.core.UnsupportedFormatException if version, hash type or digest are others
   * @throws IOException if reading fails
   */
  public static VeritySuperblock read(BlockSource hash) throws IOException {
    return read(hash, 0);
  }

  /**
   * Reads the superblock of a hash area that is not at the beginning of its device.
   *
   * @param hash the device
   * @param hashOffsetBytes where the superblock is, a multiple of 512
   * @return the superblock
   * @throws dev.gantry.core.MalformedDataException if there is none, or a field is out of range
   * @throws dev.gantry.core.UnsupportedFormatException if version, hash type or digest are others
   * @throws IllegalArgumentException if the offset is not one
   * @throws IOException if reading fails
   */
  public static VeritySuperblock read(BlockSource hash, long hashOffsetBytes) throws IOException {
    VerityParameters.checkHashOffset(hashOffsetBytes);
    long available = Math.max(0, hash.sizeBytes() - hashOffsetBytes);
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(SIZE_BYTES, available));
    if (available > 0) {
      hash.readFully(hashOffsetBytes, buffer);
    }
    return decode(buffer.flip(), hash.description());
  }

  /**
   * Decodes a superblock; bytes that are reserved must be zero.
   *
   * @param buffer 512 bytes or more; its position moves behind the superblock
   * @param source where they come from, for messages
   * @return the superblock
   * @throws dev.gantry.core.MalformedDataException if it is none, or a field is out of range
   * @throws dev.gantry.core.UnsupportedFormatException if version, hash type or digest are others
   * @throws GantryException never any other
   */
  public static VeritySuperblock decode(ByteBuffer buffer, String source) throws GantryException {
    return SuperblockCodec.decode(buffer, source);
  }

  /**
   * Encodes the superblock.
   *
   * @param target at least 512 bytes; its position moves behind them
   */
  public void encode(ByteBuffer target) {
    SuperblockCodec.encode(this, target);
  }

  /**
   * Returns where the tree begins if this superblock is at the beginning of the hash device: at the
   * first whole hash block behind it.
   *
   * @return offset in bytes
   */
  public long treeOffsetBytes() {
    return treeOffsetBytes(0);
  }

  /** The same, if this superblock is at an offset; trees are aligned to the whole device. */
  long treeOffsetBytes(long hashOffset) {
    return (hashOffset + SIZE_BYTES + hashBlockSizeBytes - 1) & -hashBlockSizeBytes;
  }

  /**
   * Returns how much of a hash device with this superblock at its beginning is used: superblock,
   * gap and tree.
   *
   * @return bytes
   */
  public long hashAreaBytes() {
    return TreeGeometry.of(this, 0).endBytes();
  }

  /**
   * Returns how much of the data device is covered.
   *
   * @return bytes
   */
  public long dataBytes() {
    return dataBlocks * dataBlockSizeBytes;
  }

  static long maxDataBlocks(int dataBlockSizeBytes) {
    return Long.MAX_VALUE / dataBlockSizeBytes;
  }
}
