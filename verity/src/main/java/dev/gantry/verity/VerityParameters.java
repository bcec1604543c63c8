// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import dev.gantry.core.Bytes;
import dev.gantry.core.Guid;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * What a new hash tree depends on besides the data: digest, block sizes, salt and UUID.
 *
 * <p>The defaults are those of {@code veritysetup} and Bottlerocket: SHA-256 and blocks of 4096
 * bytes. The same data and parameters always give the same bytes. Immutable and thread-safe.
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

  private final Guid uuid;
  private final Bytes salt;
  private final VerityAlgorithm algorithm;
  private final int dataBlockSizeBytes;
  private final int hashBlockSizeBytes;

  private VerityParameters(Builder builder) {
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
   * @param salt 0 to {@value #MAX_SALT_BYTES} bytes, hashed before every block
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
   * Returns what is hashed before every block.
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

  VeritySuperblock superblock(long dataBlocks) {
    return new VeritySuperblock(
        VeritySuperblock.HASH_TYPE_NORMAL,
        uuid,
        algorithm,
        dataBlockSizeBytes,
        hashBlockSizeBytes,
        dataBlocks,
        salt);
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
     */
    public VerityParameters build() {
      return new VerityParameters(this);
    }
  }
}
