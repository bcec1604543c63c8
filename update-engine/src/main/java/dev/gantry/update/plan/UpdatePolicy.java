// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.plan;

import dev.gantry.update.manifest.WaveMode;
import java.util.Objects;

/** What the owner of a host wants of updates. Immutable. */
public final class UpdatePolicy {
  private final VersionChoice version;
  private final boolean allowDowngrade;
  private final boolean ignoreWaves;
  private final boolean forceFailed;
  private final WaveMode waveMode;

  private UpdatePolicy(Builder builder) {
    this.version = builder.version;
    this.allowDowngrade = builder.allowDowngrade;
    this.ignoreWaves = builder.ignoreWaves;
    this.forceFailed = builder.forceFailed;
    this.waveMode = builder.waveMode;
  }

  /**
   * Returns the default policy: the latest version, never downwards, waves spread evenly, nothing
   * that failed before.
   *
   * @return the policy
   */
  public static UpdatePolicy defaults() {
    return builder().build();
  }

  /**
   * Returns the policy that chooses as Bottlerocket's {@code updog} does with {@code version-lock =
   * "latest"}: its wave mathematics, and downwards where the running version was withdrawn. Unlike
   * {@code updog} it remembers what failed.
   *
   * @return the policy
   */
  public static UpdatePolicy bottlerocket() {
    return builder().allowDowngrade(true).waveMode(WaveMode.BOTTLEROCKET).build();
  }

  /**
   * Starts from {@link #defaults()}.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns which version is wanted.
   *
   * @return the choice, by default the latest
   */
  public VersionChoice version() {
    return version;
  }

  /**
   * Says whether the host may go to a lower version: to one that was asked for, or away from a
   * version above {@code max_version}.
   *
   * @return false by default
   */
  public boolean allowDowngrade() {
    return allowDowngrade;
  }

  /**
   * Says whether the host takes releases before its wave.
   *
   * @return false by default
   */
  public boolean ignoreWaves() {
    return ignoreWaves;
  }

  /**
   * Says whether a release that failed on this host is offered again.
   *
   * @return false by default
   */
  public boolean forceFailed() {
    return forceFailed;
  }

  /**
   * Returns how waves are computed.
   *
   * @return {@link WaveMode#SPREAD} by default
   */
  public WaveMode waveMode() {
    return waveMode;
  }

  /** Collects a policy; not thread-safe. */
  public static final class Builder {
    private VersionChoice version = VersionChoice.latest();
    private boolean allowDowngrade;
    private boolean ignoreWaves;
    private boolean forceFailed;
    private WaveMode waveMode = WaveMode.SPREAD;

    private Builder() {}

    /**
     * Sets which version is wanted.
     *
     * @param choice the choice
     * @return this
     */
    public Builder version(VersionChoice choice) {
      this.version = Objects.requireNonNull(choice, "choice");
      return this;
    }

    /**
     * Allows or forbids to go to a lower version.
     *
     * @param allow true to allow
     * @return this
     */
    public Builder allowDowngrade(boolean allow) {
      this.allowDowngrade = allow;
      return this;
    }

    /**
     * Takes releases before the host's wave, or waits for it.
     *
     * @param ignore true not to wait
     * @return this
     */
    public Builder ignoreWaves(boolean ignore) {
      this.ignoreWaves = ignore;
      return this;
    }

    /**
     * Offers releases again that failed on this host, or not.
     *
     * @param force true to offer them
     * @return this
     */
    public Builder forceFailed(boolean force) {
      this.forceFailed = force;
      return this;
    }

    /**
     * Sets how waves are computed.
     *
     * @param mode the mode
     * @return this
     */
    public Builder waveMode(WaveMode mode) {
      this.waveMode = Objects.requireNonNull(mode, "mode");
      return this;
    }

    /**
     * Makes the policy.
     *
     * @return the policy
     */
    public UpdatePolicy build() {
      return new UpdatePolicy(this);
    }
  }
}
