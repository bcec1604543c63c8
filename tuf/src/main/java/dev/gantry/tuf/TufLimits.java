// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

/**
 * What a client accepts at most.
 *
 * <p>Sizes are checked while a file is read. A file is parsed before its signatures can be looked
 * at, so that whoever controls the transport can make a client parse what nobody signed, unless the
 * parent lists its hashes. Whatever such a file holds, parsing it takes no more than a few times
 * the memory of its bytes: with the defaults, a JVM with a heap of 64 MiB parses it.
 *
 * <p>Immutable.
 */
public final class TufLimits {
  private static final int MAX_METADATA_BYTES = 1 << 30;

  private final int rootBytes;
  private final int timestampBytes;
  private final int snapshotBytes;
  private final int snapshotBytesWithoutHashes;
  private final int targetsBytes;
  private final int targetsBytesWithoutHashes;
  private final int delegatedTargetsBytes;
  private final long delegatedCacheBytes;
  private final int rootRotations;
  private final int delegationsVisited;
  private final int signatures;
  private final long targetBytes;
  private final long cycleBytes;

  private TufLimits(Builder builder) {
    this.rootBytes = builder.rootBytes;
    this.timestampBytes = builder.timestampBytes;
    this.snapshotBytes = builder.snapshotBytes;
    this.snapshotBytesWithoutHashes = builder.snapshotBytesWithoutHashes;
    this.targetsBytes = builder.targetsBytes;
    this.targetsBytesWithoutHashes = builder.targetsBytesWithoutHashes;
    this.delegatedTargetsBytes = builder.delegatedTargetsBytes;
    this.delegatedCacheBytes = builder.delegatedCacheBytes;
    this.rootRotations = builder.rootRotations;
    this.delegationsVisited = builder.delegationsVisited;
    this.signatures = builder.signatures;
    this.targetBytes = builder.targetBytes;
    this.cycleBytes = builder.cycleBytes;
  }

  /**
   * Returns the limits that fit most repositories.
   *
   * @return what a fresh {@link #builder()} builds
   */
  public static TufLimits defaults() {
    return builder().build();
  }

  /**
   * Starts from the defaults.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the largest root metadata.
   *
   * @return bytes; 1 MiB by default
   */
  public int rootBytes() {
    return rootBytes;
  }

  /**
   * Returns the largest timestamp metadata.
   *
   * @return bytes; 64 KiB by default
   */
  public int timestampBytes() {
    return timestampBytes;
  }

  /**
   * Returns the largest snapshot metadata.
   *
   * @return bytes; 8 MiB by default
   */
  public int snapshotBytes() {
    return snapshotBytes;
  }

  /**
   * Returns the largest snapshot metadata of which the timestamp lists no hashes, if that is less
   * than {@link #snapshotBytes()}.
   *
   * @return bytes; 2 MiB by default
   */
  public int snapshotBytesWithoutHashes() {
    return snapshotBytesWithoutHashes;
  }

  /**
   * Returns the largest top-level targets metadata.
   *
   * @return bytes; 32 MiB by default
   */
  public int targetsBytes() {
    return targetsBytes;
  }

  /**
   * Returns the largest metadata of one delegated role.
   *
   * @return bytes; 32 MiB by default
   */
  public int delegatedTargetsBytes() {
    return delegatedTargetsBytes;
  }

  /**
   * Returns how much metadata of delegated roles stays in memory once it was verified; the role
   * loaded last stays even if it is larger. What was dropped is read and verified again when a
   * search needs it.
   *
   * @return bytes of the files; 32 MiB by default
   */
  public long delegatedCacheBytes() {
    return delegatedCacheBytes;
  }

  /**
   * Returns the largest targets metadata, top-level or delegated, of which the snapshot lists no
   * hashes, if that is less than {@link #targetsBytes()} or {@link #delegatedTargetsBytes()}.
   *
   * @return bytes; 5 MiB by default
   */
  public int targetsBytesWithoutHashes() {
    return targetsBytesWithoutHashes;
  }

  /**
   * Returns how many new roots one refresh follows (specification 5.3.3); {@link RootLimitPolicy}
   * says what happens then.
   *
   * @return roots; 1024 by default
   */
  public int rootRotations() {
    return rootRotations;
  }

  /**
   * Returns how many roles the search for one target visits (specification 5.6.7.1).
   *
   * @return roles, the top-level one included; 32 by default
   */
  public int delegationsVisited() {
    return delegationsVisited;
  }

  /**
   * Returns how many signatures one metadata file may carry.
   *
   * @return signatures; 1000 by default, as many as the repository editor writes
   */
  public int signatures() {
    return signatures;
  }

  /**
   * Returns the largest target.
   *
   * @return bytes; 64 GiB by default
   */
  public long targetBytes() {
    return targetBytes;
  }

  /**
   * Returns how much metadata one refresh and all searches in its view fetch together. What was
   * verified before is kept, so the next refresh goes further.
   *
   * @return bytes; 2 GiB by default
   */
  public long cycleBytes() {
    return cycleBytes;
  }

  /** Collects limits; not thread-safe. */
  public static final class Builder {
    private int rootBytes = 1 << 20;
    private int timestampBytes = 64 << 10;
    private int snapshotBytes = 8 << 20;
    private int snapshotBytesWithoutHashes = 2 << 20;
    private int targetsBytes = 32 << 20;
    private int targetsBytesWithoutHashes = 5 << 20;
    private int delegatedTargetsBytes = 32 << 20;
    private long delegatedCacheBytes = 32L << 20;
    private int rootRotations = 1024;
    private int delegationsVisited = 32;
    private int signatures = 1000;
    private long targetBytes = 64L << 30;
    private long cycleBytes = 2L << 30;

    private Builder() {}

    /**
     * Sets {@link TufLimits#rootBytes()}.
     *
     * @param bytes 1 to 1 GiB
     * @return this builder
     */
    public Builder rootBytes(int bytes) {
      rootBytes = metadata(bytes);
      return this;
    }

    /**
     * Sets {@link TufLimits#timestampBytes()}.
     *
     * @param bytes 1 to 1 GiB
     * @return this builder
     */
    public Builder timestampBytes(int bytes) {
      timestampBytes = metadata(bytes);
      return this;
    }

    /**
     * Sets {@link TufLimits#snapshotBytes()}.
     *
     * @param bytes 1 to 1 GiB
     * @return this builder
     */
    public Builder snapshotBytes(int bytes) {
      snapshotBytes = metadata(bytes);
      return this;
    }

    /**
     * Sets {@link TufLimits#snapshotBytesWithoutHashes()}.
     *
     * @param bytes 1 to 1 GiB
     * @return this builder
     */
    public Builder snapshotBytesWithoutHashes(int bytes) {
      snapshotBytesWithoutHashes = metadata(bytes);
      return this;
    }

    /**
     * Sets {@link TufLimits#targetsBytes()}.
     *
     * @param bytes 1 to 1 GiB
     * @return this builder
     */
    public Builder targetsBytes(int bytes) {
      targetsBytes = metadata(bytes);
      return this;
    }

    /**
     * Sets {@link TufLimits#delegatedTargetsBytes()}.
     *
     * @param bytes 1 to 1 GiB
     * @return this builder
     */
    public Builder delegatedTargetsBytes(int bytes) {
      delegatedTargetsBytes = metadata(bytes);
      return this;
    }

    /**
     * Sets {@link TufLimits#delegatedCacheBytes()}.
     *
     * @param bytes 1 or more
     * @return this builder
     */
    public Builder delegatedCacheBytes(long bytes) {
      delegatedCacheBytes = positive(bytes);
      return this;
    }

    /**
     * Sets {@link TufLimits#targetsBytesWithoutHashes()}.
     *
     * @param bytes 1 to 1 GiB
     * @return this builder
     */
    public Builder targetsBytesWithoutHashes(int bytes) {
      targetsBytesWithoutHashes = metadata(bytes);
      return this;
    }

    /**
     * Sets {@link TufLimits#rootRotations()}.
     *
     * @param roots 1 or more
     * @return this builder
     */
    public Builder rootRotations(int roots) {
      rootRotations = (int) positive(roots);
      return this;
    }

    /**
     * Sets {@link TufLimits#delegationsVisited()}.
     *
     * @param roles 1 or more
     * @return this builder
     */
    public Builder delegationsVisited(int roles) {
      delegationsVisited = (int) positive(roles);
      return this;
    }

    /**
     * Sets {@link TufLimits#signatures()}.
     *
     * @param count 1 or more
     * @return this builder
     */
    public Builder signatures(int count) {
      signatures = (int) positive(count);
      return this;
    }

    /**
     * Sets {@link TufLimits#targetBytes()}.
     *
     * @param bytes 1 or more
     * @return this builder
     */
    public Builder targetBytes(long bytes) {
      targetBytes = positive(bytes);
      return this;
    }

    /**
     * Sets {@link TufLimits#cycleBytes()}.
     *
     * @param bytes 1 or more
     * @return this builder
     */
    public Builder cycleBytes(long bytes) {
      cycleBytes = positive(bytes);
      return this;
    }

    /**
     * Builds the limits.
     *
     * @return an immutable value
     */
    public TufLimits build() {
      return new TufLimits(this);
    }

    private static int metadata(int bytes) {
      if (bytes > MAX_METADATA_BYTES) {
        throw new IllegalArgumentException("limit is " + bytes + " bytes, expected at most 1 GiB");
      }
      return (int) positive(bytes);
    }

    private static long positive(long value) {
      if (value < 1) {
        throw new IllegalArgumentException("limit is " + value + ", expected at least 1");
      }
      return value;
    }
  }
}
