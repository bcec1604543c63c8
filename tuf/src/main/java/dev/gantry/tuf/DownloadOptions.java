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

  private DownloadOptions(Builder builder) {
    this.progress = builder.progress;
    this.cancellation = builder.cancellation;
  }

  /**
   * Returns the options without progress reports and without cancellation.
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

  /** Collects options; not thread-safe. */
  public static final class Builder {
    private ProgressListener progress = ProgressListener.NONE;
    private CancellationToken cancellation = CancellationToken.NONE;

    private Builder() {}

    /**
     * Sets who hears of progress: one phase, in bytes.
     *
     * @param listener the listener
     * @return this builder
     */
    public Builder progress(ProgressListener listener) {
      progress = Objects.requireNonNull(listener, "listener");
      return this;
    }

    /**
     * Sets what stops a download; it is asked once a block, and nothing is left of a stopped one.
     *
     * @param token the token
     * @return this builder
     */
    public Builder cancellation(CancellationToken token) {
      cancellation = Objects.requireNonNull(token, "token");
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
