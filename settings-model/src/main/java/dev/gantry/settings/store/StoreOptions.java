// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.store;

import dev.gantry.core.Version;
import dev.gantry.settings.LayerKind;
import dev.gantry.settings.SettingsLayer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;

/** How a store is opened. Immutable and safe for use by many threads. */
public final class StoreOptions {
  private final Version modelVersion;
  private final InstantSource clock;
  private final KnownSettings known;
  private final List<SettingsLayer> defaults;
  private final CommitCheck check;
  private final int historySize;
  private final Duration lockTimeout;

  private StoreOptions(Builder builder) {
    this.modelVersion = builder.modelVersion;
    this.clock = builder.clock;
    this.known = builder.known;
    this.defaults = builder.defaults;
    this.check = builder.check;
    this.historySize = builder.historySize;
    this.lockTimeout = builder.lockTimeout;
  }

  /**
   * Starts options.
   *
   * @param modelVersion version of the running model; on a host the version of the operating system
   * @param clock tells when revisions are committed
   * @return a builder
   */
  public static Builder builder(Version modelVersion, InstantSource clock) {
    return new Builder(modelVersion, clock);
  }

  /**
   * Returns the version of the running model.
   *
   * @return the version
   */
  public Version modelVersion() {
    return modelVersion;
  }

  /**
   * Returns what tells the time of commits.
   *
   * @return the clock
   */
  public InstantSource clock() {
    return clock;
  }

  /**
   * Returns what the model knows.
   *
   * @return the model's view
   */
  public KnownSettings known() {
    return known;
  }

  /**
   * Returns the layers that the image brings.
   *
   * @return layers of defaults
   */
  public List<SettingsLayer> defaults() {
    return defaults;
  }

  /**
   * Returns what each commit must pass.
   *
   * @return the check
   */
  public CommitCheck check() {
    return check;
  }

  /**
   * Returns how many earlier revisions can be read.
   *
   * @return 0 or more
   */
  public int historySize() {
    return historySize;
  }

  /**
   * Returns how long a writer waits for another.
   *
   * @return the longest wait
   */
  public Duration lockTimeout() {
    return lockTimeout;
  }

  /** Collects options; not thread-safe. */
  public static final class Builder {
    private final Version modelVersion;
    private final InstantSource clock;
    private KnownSettings known = KnownSettings.all();
    private List<SettingsLayer> defaults = List.of();
    private CommitCheck check = CommitCheck.none();
    private int historySize = 32;
    private Duration lockTimeout = Duration.ofSeconds(30);

    private Builder(Version modelVersion, InstantSource clock) {
      this.modelVersion = Objects.requireNonNull(modelVersion, "modelVersion");
      this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * Sets what the model knows; without this it knows everything.
     *
     * @param view the model's view
     * @return this
     */
    public Builder known(KnownSettings view) {
      this.known = Objects.requireNonNull(view, "view");
      return this;
    }

    /**
     * Sets the layers that the image brings; without this there are none.
     *
     * @param layers layers of vendor and variant defaults
     * @return this
     * @throws IllegalArgumentException if a layer is of another kind
     */
    public Builder defaults(List<SettingsLayer> layers) {
      for (SettingsLayer layer : layers) {
        LayerKind kind = layer.kind();
        if (!kind.isDefault()) {
          throw new IllegalArgumentException("not a default: " + kind.title());
        }
      }
      this.defaults = List.copyOf(layers);
      return this;
    }

    /**
     * Sets what each commit must pass; without this all pass.
     *
     * @param newCheck the check
     * @return this
     */
    public Builder check(CommitCheck newCheck) {
      this.check = Objects.requireNonNull(newCheck, "newCheck");
      return this;
    }

    /**
     * Sets how many earlier revisions can be read; without this 32.
     *
     * @param revisions 0 to 10,000
     * @return this
     * @throws IllegalArgumentException if the number is out of range
     */
    public Builder historySize(int revisions) {
      if (revisions < 0 || revisions > 10_000) {
        throw new IllegalArgumentException(revisions + " revisions, expected 0 to 10000");
      }
      this.historySize = revisions;
      return this;
    }

    /**
     * Sets how long a writer waits for another; without this 30 seconds.
     *
     * @param longest the longest wait; zero or less for none
     * @return this
     */
    public Builder lockTimeout(Duration longest) {
      this.lockTimeout = Objects.requireNonNull(longest, "longest");
      return this;
    }

    /**
     * Makes the options.
     *
     * @return the options
     */
    public StoreOptions build() {
      return new StoreOptions(this);
    }
  }
}
