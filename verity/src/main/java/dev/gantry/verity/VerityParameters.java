// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import dev.gantry.core.Bytes;
import dev.gantry.core.Guid;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * What a new hash tree depends on besides the data: digest, block sizes, salt, UUID, and where it
 * goes.
 *
 * <p>The defaults are those of {@code veritysetup} and Bottlerocket: hash type 1, SHA-256, blocks
 * of 4096 bytes, all of the data, and a superblock at the beginning of the hash device. The same
 * data and parameters always give the same bytes. Immutable and thread-safe.
 */
public final class VerityParameters {
  /** Block size of data and tree unless said otherwise. */
  public static final int DEFAULT_BLOCK_SIZE_BYTES = 4096;

  /** Smallest block of data or tree. */
  public static final int MIN_BLOCK_SIZE_BYTES = 512;

  /** Largest block of data or tree. */
  public static final int MAX_BLOCK_SIZE_BYTES = 512 * 1024;

  /** Longest salt. */
  public static final int MAX_SALT_BYTES = 256;

  /** Length of the salt that {@link #random} draws. */
  public static final int RANDOM_SALT_BYTES = 32;

  /** Largest offset of a hash area. */
  public static final long MAX_HASH_OFFSET_BYTES = 1L << 61;

  private static final int SECTOR_BYTES = 512;

  private final Guid uuid;
  private final Bytes salt;
  private final int hashType;
  private final VerityAlgorithm algorithm;
  private final int dataBlockSizeBytes;
  private final int hashBlockSizeBytes;
  private final OptionalLong dataBlocks;
  private final long hashOffsetBytes;
  private final boolean hasSuperblock;

  private VerityParameters(Builder builder) {
    this.hashType = builder.hashType;
    this.dataBlocks = builder.dataBlocks;
    this.hashOffsetBytes = builder.hashOffsetBytes;
    this.hasSuperblock = builder.hasSuperblock;
    this.uuid = builder.uuid;
    this.salt = builder.salt;
    this.algorithm = builder.algorithm;
    this.dataBlockSizeBytes = builder.dataBlockSizeBytes;
    this.hashBlockSizeBytes = builder.hashBlockSizeBytes;
  }

  /**
   * Starts from the defaults.
   *
   * @param uuid identifies the hash device; nothing verifies it
   * @param salt 0 to {@value #MAX_SALT_BYTES} bytes, hashed with every block
   * @return a builder
   * @throws IllegalArgumentException if the salt is too long
   */
  public static Builder builder(Guid uuid, Bytes salt) {
    return new Builder(uuid, salt);
  }

  /**
   * Returns the defaults with a given UUID and salt.
   *
   * @param uuid identifies the hash device; nothing verifies it
   * @param salt 0 to {@value #MAX_SALT_BYTES} bytes, hashed before every block
   * @return the parameters
   * @throws IllegalArgumentException if the salt is too long
   */
  public static VerityParameters of(Guid uuid, Bytes salt) {
    return builder(uuid, salt).build();
  }

  /**
   * Returns the defaults with a random UUID and a random salt of {@value #RANDOM_SALT_BYTES} bytes.
   *
   * @param random where both come from; a seeded one makes the tree reproducible
   * @return the parameters
   */
  public static VerityParameters random(RandomGenerator random) {
    byte[] salt = new byte[RANDOM_SALT_BYTES];
    random.nextBytes(salt);
    return of(Guid.random(random), Bytes.of(salt));
  }

  /**
   * Returns the UUID of the hash device.
   *
   * @return the UUID
   */
  public Guid uuid() {
    return uuid;
  }

  /**
   * Returns what is hashed with every block.
   *
   * @return 0 to {@value #MAX_SALT_BYTES} bytes
   */
  public Bytes salt() {
    return salt;
  }

  /**
   * Returns the digest of data blocks and tree blocks.
   *
   * @return the algorithm
   */
  public VerityAlgorithm algorithm() {
    return algorithm;
  }

  /**
   * Returns the unit in which data is hashed.
   *
   * @return bytes, a power of two
   */
  public int dataBlockSizeBytes() {
    return dataBlockSizeBytes;
  }

  /**
   * Returns the size of a block of the tree.
   *
   * @return bytes, a power of two
   */
  public int hashBlockSizeBytes() {
    return hashBlockSizeBytes;
  }

  /**
   * Returns how salt and block are hashed, and how digests are placed.
   *
   * @return {@link VeritySuperblock#HASH_TYPE_NORMAL} or {@link
   *     VeritySuperblock#HASH_TYPE_CHROME_OS}
   */
  public int hashType() {
    return hashType;
  }

  /**
   * Returns how many blocks of data are covered.
   *
   * @return 1 or more, or empty for all of the data device
   */
  public OptionalLong dataBlocks() {
    return dataBlocks;
  }

  /**
   * Returns where the hash area begins on the hash device.
   *
   * @return offset of the superblock, or of the tree if there is none: a multiple of 512
   */
  public long hashOffsetBytes() {
    return hashOffsetBytes;
  }

  /**
   * Says whether a superblock is written before the tree.
   *
   * @return false if the tree is all there is, and begins at {@link #hashOffsetBytes()}
   */
  public boolean hasSuperblock() {
    return hasSuperblock;
  }

  /**
   * Returns the layout of a tree with these parameters, to verify one without a superblock.
   *
   * @param dataBlocks number of data blocks, 1 or more; {@link #dataBlocks()} is not looked at
   * @return the layout
   * @throws IllegalArgumentException if there are no data blocks, or more than 2^63 bytes of them
   */
  public VerityLayout layout(long dataBlocks) {
    VeritySuperblock superblock = superblock(dataBlocks);
    if (hasSuperblock) {
      return VerityLayout.of(superblock, hashOffsetBytes);
    }
    return new VerityLayout(
        new TreeGeometry(
            hashType,
            algorithm,
            salt,
            dataBlockSizeBytes,
            hashBlockSizeBytes,
            dataBlocks,
            hashOffsetBytes));
  }

  VeritySuperblock superblock(long dataBlocks) {
    return new VeritySuperblock(
        hashType, uuid, algorithm, dataBlockSizeBytes, hashBlockSizeBytes, dataBlocks, salt);
  }

  static boolean isBlockSize(long size) {
    return size >= MIN_BLOCK_SIZE_BYTES && size <= MAX_BLOCK_SIZE_BYTES && Long.bitCount(size) == 1;
  }

  static int checkBlockSize(String what, int size) {
    if (!isBlockSize(size)) {
      throw new IllegalArgumentException(
          what
              + " is "
              + size
              + ", expected a power of two from "
              + MIN_BLOCK_SIZE_BYTES
              + " to "
              + MAX_BLOCK_SIZE_BYTES);
    }
    return size;
  }

  static int checkHashType(int type) {
    if (type != VeritySuperblock.HASH_TYPE_NORMAL && type != VeritySuperblock.HASH_TYPE_CHROME_OS) {
      throw new IllegalArgumentException("hash type is " + type + ", expected 0 or 1");
    }
    return type;
  }

  static long checkHashOffset(long offset) {
    if (offset < 0 || offset > MAX_HASH_OFFSET_BYTES || offset % SECTOR_BYTES != 0) {
      throw new IllegalArgumentException(
          "hash offset is " + offset + ", expected a multiple of 512 from 0 to 2^61");
    }
    return offset;
  }

  static Bytes checkSalt(Bytes salt) {
    if (salt.size() > MAX_SALT_BYTES) {
      throw new IllegalArgumentException(
          "salt has " + salt.size() + " bytes, expected at most " + MAX_SALT_BYTES);
    }
    return salt;
  }

  /** Collects parameters; not thread-safe. */
  public static final class Builder {
    private final Guid uuid;
    private final Bytes salt;
    private int hashType = VeritySuperblock.HASH_TYPE_NORMAL;
    private OptionalLong dataBlocks = OptionalLong.empty();
    private long hashOffsetBytes;
    private boolean hasSuperblock = true;
    private VerityAlgorithm algorithm = VerityAlgorithm.SHA256;
    private int dataBlockSizeBytes = DEFAULT_BLOCK_SIZE_BYTES;
    private int hashBlockSizeBytes = DEFAULT_BLOCK_SIZE_BYTES;

    private Builder(Guid uuid, Bytes salt) {
      this.uuid = Objects.requireNonNull(uuid, "uuid");
      this.salt = checkSalt(salt);
    }

    /**
     * Sets the digest; SHA-256 unless said otherwise.
     *
     * @param value the algorithm
     * @return this builder
     */
    public Builder algorithm(VerityAlgorithm value) {
      this.algorithm = Objects.requireNonNull(value, "value");
      return this;
    }

    /**
     * Sets how salt and block are hashed, and how digests are placed.
     *
     * @param value {@link VeritySuperblock#HASH_TYPE_NORMAL}, the default, or {@link
     *     VeritySuperblock#HASH_TYPE_CHROME_OS}
     * @return this builder
     * @throws IllegalArgumentException if the type is another
     */
    public Builder hashType(int value) {
      this.hashType = checkHashType(value);
      return this;
    }

    /**
     * Covers only the first blocks of the data device.
     *
     * @param value number of blocks, 1 or more; all of the device unless said otherwise
     * @return this builder
     * @throws IllegalArgumentException if the number is less than 1
     */
    public Builder dataBlocks(long value) {
      if (value < 1) {
        throw new IllegalArgumentException("data blocks are " + value + ", expected 1 or more");
      }
      this.dataBlocks = OptionalLong.of(value);
      return this;
    }

    /**
     * Sets where the hash area begins on the hash device: the superblock, and behind it the tree at
     * the first multiple of the hash block size.
     *
     * @param value bytes, a multiple of 512; 0 unless said otherwise
     * @return this builder
     * @throws IllegalArgumentException if the number is no such multiple, or more than {@link
     *     #MAX_HASH_OFFSET_BYTES}
     */
    public Builder hashOffsetBytes(long value) {
      this.hashOffsetBytes = checkHashOffset(value);
      return this;
    }

    /**
     * Writes no superblock: the tree begins at the hash offset itself, which must be a multiple of
     * the hash block size then. {@code veritysetup} takes any multiple of 512 and rounds it down.
     *
     * @return this builder
     */
    public Builder withoutSuperblock() {
      this.hasSuperblock = false;
      return this;
    }

    /**
     * Sets the unit in which data is hashed. Kernels need at most a page, 4096 bytes on most
     * machines, and at least a logical block of the device.
     *
     * @param value bytes, a power of two from {@value #MIN_BLOCK_SIZE_BYTES} to {@value
     *     #MAX_BLOCK_SIZE_BYTES}
     * @return this builder
     * @throws IllegalArgumentException if the size is anything else
     */
    public Builder dataBlockSizeBytes(int value) {
      this.dataBlockSizeBytes = checkBlockSize("data block size", value);
      return this;
    }

    /**
     * Sets the size of a block of the tree.
     *
     * @param value bytes, a power of two from {@value #MIN_BLOCK_SIZE_BYTES} to {@value
     *     #MAX_BLOCK_SIZE_BYTES}
     * @return this builder
     * @throws IllegalArgumentException if the size is anything else
     */
    public Builder hashBlockSizeBytes(int value) {
      this.hashBlockSizeBytes = checkBlockSize("hash block size", value);
      return this;
    }

    /**
     * Returns the parameters.
     *
     * @return an immutable copy
     * @throws IllegalArgumentException if there is no superblock, and the hash offset is not a
     *     multiple of the hash block size
     */
    public VerityParameters build() {
      if (!hasSuperblock && hashOffsetBytes % hashBlockSizeBytes != 0) {
        throw new IllegalArgumentException(
            "hash offset is "
                + hashOffsetBytes
                + ", expected a multiple of the hash block size "
                + hashBlockSizeBytes
                + ", since there is no superblock");
      }
      return new VerityParameters(this);
    }
  }
}
