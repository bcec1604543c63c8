// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.codec;

import dev.gantry.core.CancellationToken;
import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * How a frame is encoded.
 *
 * <p>Immutable. The bytes depend on the effort only, never on the executor or the parallelism.
 */
public final class Lz4EncodeOptions {
  private final Lz4Effort effort;
  private final Executor executor;
  private final int parallelism;
  private final CancellationToken cancellation;

  private Lz4EncodeOptions(Builder builder) {
    this.effort = builder.effort;
    this.executor = builder.executor;
    this.parallelism = builder.parallelism;
    this.cancellation = builder.cancellation;
  }

  /**
   * Returns the defaults: high effort on the calling thread, without cancellation.
   *
   * @return the options
   */
  public static Lz4EncodeOptions defaults() {
    return builder().build();
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
   * Returns how hard the encoder tries.
   *
   * @return the effort
   */
  public Lz4Effort effort() {
    return effort;
  }

  /**
   * Returns where blocks are compressed.
   *
   * @return the executor
   */
  public Executor executor() {
    return executor;
  }

  /**
   * Returns how many blocks are in work at a time; each takes about 8 MiB of memory.
   *
   * @return 1 or more
   */
  public int parallelism() {
    return parallelism;
  }

  /**
   * Returns what stops the encoder.
   *
   * @return the token, looked at once a block
   */
  public CancellationToken cancellation() {
    return cancellation;
  }

  /** Collects options; not thread-safe. */
  public static final class Builder {
    private Lz4Effort effort = Lz4Effort.HIGH;
    private Executor executor = Runnable::run;
    private int parallelism = 1;
    private CancellationToken cancellation = CancellationToken.NONE;

    private Builder() {}

    /**
     * Sets the effort.
     *
     * @param effort how hard to try
     * @return this builder
     */
    public Builder effort(Lz4Effort effort) {
      this.effort = Objects.requireNonNull(effort, "effort");
      return this;
    }

    /**
     * Sets where blocks are compressed.
     *
     * @param executor an executor that runs every task it accepts
     * @param parallelism number of blocks in work at a time, 1 or more
     * @return this builder
     * @throws IllegalArgumentException if the parallelism is less than 1
     */
    public Builder executor(Executor executor, int parallelism) {
      if (parallelism < 1) {
        throw new IllegalArgumentException(
            "parallelism is " + parallelism + ", expected 1 or more");
      }
      this.executor = Objects.requireNonNull(executor, "executor");
      this.parallelism = parallelism;
      return this;
    }

    /**
     * Sets what stops the encoder.
     *
     * @param cancellation the token
     * @return this builder
     */
    public Builder cancellation(CancellationToken cancellation) {
      this.cancellation = Objects.requireNonNull(cancellation, "cancellation");
      return this;
    }

    /**
     * Makes the options.
     *
     * @return the options
     */
    public Lz4EncodeOptions build() {
      return new Lz4EncodeOptions(this);
    }
  }
}
