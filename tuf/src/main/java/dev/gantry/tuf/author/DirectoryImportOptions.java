// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * How a whole directory becomes targets.
 *
 * <p>Immutable and thread-safe.
 */
public final class DirectoryImportOptions {
  private final TargetOptions targetOptions;
  private final String pathPrefix;
  private final boolean followLinks;
  private final ExistingTarget existing;
  private final Executor executor;

  private DirectoryImportOptions(Builder builder) {
    this.targetOptions = builder.targetOptions;
    this.pathPrefix = builder.pathPrefix;
    this.followLinks = builder.followLinks;
    this.existing = builder.existing;
    this.executor = builder.executor;
  }

  /**
   * Returns the defaults.
   *
   * @return what a fresh {@link #builder()} builds
   */
  public static DirectoryImportOptions defaults() {
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

  TargetOptions targetOptions() {
    return targetOptions;
  }

  String pathPrefix() {
    return pathPrefix;
  }

  boolean followsLinks() {
    return followLinks;
  }

  ExistingTarget existing() {
    return existing;
  }

  Executor executor() {
    return executor;
  }

  /** Collects options; not thread-safe. */
  public static final class Builder {
    private TargetOptions targetOptions = TargetOptions.defaults();
    private String pathPrefix = "";
    private boolean followLinks;
    private ExistingTarget existing = ExistingTarget.REPLACE;
    private Executor executor = Runnable::run;

    private Builder() {}

    /**
     * Sets role, custom data and placement of every target.
     *
     * @param value the top-level role and a copy if not set
     * @return this
     */
    public Builder targetOptions(TargetOptions value) {
      this.targetOptions = Objects.requireNonNull(value, "value");
      return this;
    }

    /**
     * Sets what stands before the path of each file in the directory.
     *
     * @param value for example {@code releases/1.2/}; empty if not set
     * @return this
     */
    public Builder pathPrefix(String value) {
      this.pathPrefix = Objects.requireNonNull(value, "value");
      return this;
    }

    /**
     * Sets whether symbolic links to files and directories are followed.
     *
     * @param value false if not set: links are passed over
     * @return this
     */
    public Builder followLinks(boolean value) {
      this.followLinks = value;
      return this;
    }

    /**
     * Sets what to do where a path is listed already.
     *
     * @param value {@link ExistingTarget#REPLACE} if not set
     * @return this
     */
    public Builder existing(ExistingTarget value) {
      this.existing = Objects.requireNonNull(value, "value");
      return this;
    }

    /**
     * Sets who copies and hashes the files, one task each.
     *
     * @param value the calling thread if not set
     * @return this
     */
    public Builder executor(Executor value) {
      this.executor = Objects.requireNonNull(value, "value");
      return this;
    }

    /**
     * Makes the options.
     *
     * @return the options
     */
    public DirectoryImportOptions build() {
      return new DirectoryImportOptions(this);
    }
  }
}
