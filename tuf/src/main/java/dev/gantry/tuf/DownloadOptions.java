// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import dev.gantry.core.CancellationToken;
import dev.gantry.core.ProgressListener;
import java.util.Objects;

/**
 * How a target is downloaded.
 *
 * <p>Immutable.
 */
public final class DownloadOptions {
  private final ProgressListener progress;
  private final CancellationToken cancellation;
  private final boolean resume;

  private DownloadOptions(Builder builder) {
    this.progress = builder.progress;
    this.cancellation = builder.cancellation;
    this.resume = builder.resume;
  }

  /**
   * Returns the options without progress reports and without cancellation, but with resuming.
   *
   * @return what a fresh {@link #builder()} builds
   */
  public static DownloadOptions defaults() {
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
   * Returns who hears of progress.
   *
   * @return the listener
   */
  public ProgressListener progress() {
    return progress;
  }

  /**
   * Returns what stops a download.
   *
   * @return the token
   */
  public CancellationToken cancellation() {
    return cancellation;
  }

  /**
   * Says whether a download leaves a partial file when it is cut, and goes on with one.
   *
   * @return true unless turned off
   */
  public boolean resume() {
    return resume;
  }

  /** Returns the same options with another listener. */
  DownloadOptions withProgress(ProgressListener listener) {
    return builder().progress(listener).cancellation(cancellation).resume(resume).build();
  }

  /** Collects options; not thread-safe. */
  public static final class Builder {
    private ProgressListener progress = ProgressListener.NONE;
    private CancellationToken cancellation = CancellationToken.NONE;
    private boolean resume = true;

    private Builder() {}

    /**
     * Sets who hears of progress: a phase for what is fetched, in bytes, and before or after it one
     * for each time that something is checked or has to be fetched again.
     *
     * @param listener the listener
     * @return this builder
     */
    public Builder progress(ProgressListener listener) {
      progress = Objects.requireNonNull(listener, "listener");
      return this;
    }

    /**
     * Sets what stops a download; it is asked before each attempt and at least once a block.
     * Nothing but a partial is left of a stopped one, see {@link #resume(boolean)}.
     *
     * @param token the token
     * @return this builder
     */
    public Builder cancellation(CancellationToken token) {
      cancellation = Objects.requireNonNull(token, "token");
      return this;
    }

    /**
     * Sets whether {@link TufClient#download} goes on where an earlier one was cut, in this process
     * or another one. The default is true.
     *
     * <p>A download that is cut, by a failure of the source, by cancellation or by the end of the
     * process, then leaves what came so far beside the destination, in a file named {@code
     * .gantry-*.part} with the digest of the target. A later one reads and hashes that file, asks
     * for the rest only, and goes back to the start if the whole does not verify. What failed
     * verification is never left. {@link Partials} finds those that nobody came back for.
     *
     * <p>Only where nobody else can have put that file there or can write to it, as far as the
     * platform tells: in a directory to which other users may write, partials are neither left nor
     * used.
     *
     * @param on true to resume, false to leave nothing and use nothing
     * @return this builder
     */
    public Builder resume(boolean on) {
      resume = on;
      return this;
    }

    /**
     * Builds the options.
     *
     * @return an immutable value
     */
    public DownloadOptions build() {
      return new DownloadOptions(this);
    }
  }
}
