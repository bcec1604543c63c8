// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.plan;

import dev.gantry.core.MalformedDataException;
import dev.gantry.core.Version;
import dev.gantry.update.manifest.Waves;
import java.util.List;
import java.util.Objects;

/** What the planner must know of a host. Immutable. */
public final class HostFacts {
  private final String variant;
  private final String arch;
  private final Version runningVersion;
  private final int seed;
  private final List<FailedRelease> failed;

  private HostFacts(Builder builder) {
    this.variant = builder.variant;
    this.arch = builder.arch;
    this.runningVersion = builder.runningVersion;
    this.seed = builder.seed;
    this.failed = builder.failed;
  }

  /**
   * Starts the facts of a host of seed 0 on which nothing failed yet.
   *
   * @param variant what kind of host it is, for example {@code aws-k8s-1.31}
   * @param arch its processor architecture, for example {@code x86_64}
   * @param runningVersion the version that runs
   * @return a builder
   */
  public static Builder builder(String variant, String arch, Version runningVersion) {
    return new Builder(variant, arch, runningVersion);
  }

  /**
   * Checks a seed, which hosts keep as a setting.
   *
   * @param seed the seed
   * @return the seed
   * @throws MalformedDataException if it is not from 0 to {@link Waves#SEEDS}{@code - 1}, with code
   *     {@code SEED_OUT_OF_RANGE}
   */
  public static int checkSeed(long seed) throws MalformedDataException {
    if (seed < 0 || seed >= Waves.SEEDS) {
      throw new MalformedDataException(
          "SEED_OUT_OF_RANGE",
          "facts of the host",
          MalformedDataException.UNKNOWN_OFFSET,
          "seed",
          Long.toString(seed),
          "0 to " + (Waves.SEEDS - 1));
    }
    return (int) seed;
  }

  /**
   * Returns what kind of host it is.
   *
   * @return the variant
   */
  public String variant() {
    return variant;
  }

  /**
   * Returns the processor architecture.
   *
   * @return the architecture
   */
  public String arch() {
    return arch;
  }

  /**
   * Returns the version that runs.
   *
   * @return the version
   */
  public Version runningVersion() {
    return runningVersion;
  }

  /**
   * Returns the host's place in waves.
   *
   * @return 0 to {@link Waves#SEEDS}{@code - 1}
   */
  public int seed() {
    return seed;
  }

  /**
   * Returns what was tried on this host and failed.
   *
   * @return the releases
   */
  public List<FailedRelease> failed() {
    return failed;
  }

  /** Collects facts; not thread-safe. */
  public static final class Builder {
    private final String variant;
    private final String arch;
    private final Version runningVersion;
    private int seed;
    private List<FailedRelease> failed = List.of();

    private Builder(String variant, String arch, Version runningVersion) {
      this.variant = Objects.requireNonNull(variant, "variant");
      this.arch = Objects.requireNonNull(arch, "arch");
      this.runningVersion = Objects.requireNonNull(runningVersion, "runningVersion");
    }

    /**
     * Sets the host's place in waves.
     *
     * @param value 0 to {@link Waves#SEEDS}{@code - 1}
     * @return this
     * @throws MalformedDataException if it is out of range, see {@link #checkSeed}
     */
    public Builder seed(long value) throws MalformedDataException {
      this.seed = checkSeed(value);
      return this;
    }

    /**
     * Sets what was tried on this host and failed.
     *
     * @param releases the releases
     * @return this
     */
    public Builder failed(List<FailedRelease> releases) {
      this.failed = List.copyOf(releases);
      return this;
    }

    /**
     * Makes the facts.
     *
     * @return the facts
     */
    public HostFacts build() {
      return new HostFacts(this);
    }
  }
}
