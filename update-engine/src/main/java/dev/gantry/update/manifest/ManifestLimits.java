// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.manifest;

/** What a manifest may cost to read. Immutable. */
public final class ManifestLimits {
  /** Limits far above any manifest that Bottlerocket ever published. */
  public static final ManifestLimits DEFAULT = builder().build();

  private final int maxBytes;
  private final int maxUpdates;
  private final int maxMigrations;
  private final int maxWaves;

  private ManifestLimits(Builder builder) {
    this.maxBytes = builder.maxBytes;
    this.maxUpdates = builder.maxUpdates;
    this.maxMigrations = builder.maxMigrations;
    this.maxWaves = builder.maxWaves;
  }

  /**
   * Starts from the defaults.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the largest document.
   *
   * @return bytes, by default 4 MiB
   */
  public int maxBytes() {
    return maxBytes;
  }

  /**
   * Returns the most updates.
   *
   * @return a count, by default 10,000
   */
  public int maxUpdates() {
    return maxUpdates;
  }

  /**
   * Returns the most migration edges.
   *
   * @return a count, by default 10,000
   */
  public int maxMigrations() {
    return maxMigrations;
  }

  /**
   * Returns the most waves of one update.
   *
   * @return a count, by default 2,049: one for every possible bound
   */
  public int maxWaves() {
    return maxWaves;
  }

  /** Collects limits; not thread-safe. */
  public static final class Builder {
    private int maxBytes = 4 << 20;
    private int maxUpdates = 10_000;
    private int maxMigrations = 10_000;
    private int maxWaves = Waves.SEEDS + 1;

    private Builder() {}

    /**
     * Sets the largest document.
     *
     * @param bytes 1 or more
     * @return this
     * @throws IllegalArgumentException if the value is out of range
     */
    public Builder maxBytes(int bytes) {
      this.maxBytes = positive(bytes);
      return this;
    }

    /**
     * Sets the most updates.
     *
     * @param count 1 or more
     * @return this
     * @throws IllegalArgumentException if the value is out of range
     */
    public Builder maxUpdates(int count) {
      this.maxUpdates = positive(count);
      return this;
    }

    /**
     * Sets the most migration edges.
     *
     * @param count 1 or more
     * @return this
     * @throws IllegalArgumentException if the value is out of range
     */
    public Builder maxMigrations(int count) {
      this.maxMigrations = positive(count);
      return this;
    }

    /**
     * Sets the most waves of one update.
     *
     * @param count 1 or more
     * @return this
     * @throws IllegalArgumentException if the value is out of range
     */
    public Builder maxWaves(int count) {
      this.maxWaves = positive(count);
      return this;
    }

    /**
     * Makes the limits.
     *
     * @return the limits
     */
    public ManifestLimits build() {
      return new ManifestLimits(this);
    }

    private static int positive(int value) {
      if (value < 1) {
        throw new IllegalArgumentException("limit is " + value + ", expected 1 or more");
      }
      return value;
    }
  }
}
