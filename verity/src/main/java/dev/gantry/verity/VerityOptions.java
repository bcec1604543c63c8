// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import dev.gantry.core.CancellationToken;
import dev.gantry.core.ProgressListener;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * How a tree is hashed or verified: threads, progress and cancellation. None of it changes a
 * result.
 *
 * <p>Immutable and thread-safe.
 */
public final class VerityOptions {
  private final Optional<Executor> executor;
  private final int parallelism;
  private final ProgressListener progress;
  private final CancellationToken cancellation;

  private VerityOptions(Builder builder) {
    this.executor = builder.executor;
    this.parallelism = builder.parallelism;
    this.progress = builder.progress;
    this.cancellation = builder.cancellation;
  }

  /**
   * Returns the defaults: one thread a processor, made for the call and gone when it returns.
   *
   * @return the options
   */
  public static VerityOptions defaults() {
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
   * Returns what runs the work besides the calling thread.
   *
   * @return an executor, or empty if threads are made for the call
   */
  public Optional<Executor> executor() {
    return executor;
  }

  /**
   * Returns how many threads hash at the same time, the calling thread included.
   *
   * @return 1 or more; fewer run if the work is small
   */
  public int parallelism() {
    return parallelism;
  }

  /**
   * Returns who hears of progress.
   *
   * @return the listener
   */
  public ProgressListener progress() {
    return progress;
  }

  /**
   * Returns what may ask to stop.
   *
   * @return the token
   */
  public CancellationToken cancellation() {
    return cancellation;
  }

  /** Collects options; not thread-safe. */
  public static final class Builder {
    private Optional<Executor> executor = Optional.empty();
    private int parallelism = Runtime.getRuntime().availableProcessors();
    private ProgressListener progress = ProgressListener.NONE;
    private CancellationToken cancellation = CancellationToken.NONE;

    private Builder() {}

    /**
     * Runs the work on an executor besides the calling thread, which always takes part; so the work
     * ends even if the executor is saturated, rejects the tasks, or is the one that made this call.
     *
     * @param value the executor; it is never shut down
     * @return this builder
     */
    public Builder executor(Executor value) {
      this.executor = Optional.of(value);
      return this;
    }

    /**
     * Sets how many threads hash at the same time, the calling thread included.
     *
     * @param value 1 or more; the number of processors unless said otherwise
     * @return this builder
     * @throws IllegalArgumentException if the number is less than 1
     */
    public Builder parallelism(int value) {
      if (value < 1) {
        throw new IllegalArgumentException("parallelism is " + value + ", expected 1 or more");
      }
      this.parallelism = value;
      return this;
    }

    /**
     * Sets who hears of progress, in bytes of data; called by any of the threads, one at a time.
     *
     * @param value the listener; what it throws ends the call
     * @return this builder
     */
    public Builder progress(ProgressListener value) {
      this.progress = Objects.requireNonNull(value, "value");
      return this;
    }

    /**
     * Sets what may ask to stop; the call then throws {@link
     * java.util.concurrent.CancellationException}.
     *
     * @param value the token, asked before every read
     * @return this builder
     */
    public Builder cancellation(CancellationToken value) {
      this.cancellation = Objects.requireNonNull(value, "value");
      return this;
    }

    /**
     * Returns the options.
     *
     * @return an immutable copy
     */
    public VerityOptions build() {
      return new VerityOptions(this);
    }
  }
}
