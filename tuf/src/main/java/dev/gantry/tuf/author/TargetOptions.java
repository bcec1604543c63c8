// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import java.util.Objects;
import java.util.Optional;

/**
 * How a target is added.
 *
 * <p>Immutable and thread-safe.
 */
public final class TargetOptions {
  private final String role;
  private final boolean routed;
  private final Optional<String> customJson;
  private final TargetPlacement placement;

  private TargetOptions(Builder builder) {
    this.role = builder.role;
    this.routed = builder.routed;
    this.customJson = builder.customJson;
    this.placement = builder.placement;
  }

  /**
   * Returns the defaults: in the top-level targets role, without custom data, by a copy.
   *
   * @return what a fresh {@link #builder()} builds
   */
  public static TargetOptions defaults() {
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

  String role() {
    return role;
  }

  boolean isRouted() {
    return routed;
  }

  Optional<String> customJson() {
    return customJson;
  }

  TargetPlacement placement() {
    return placement;
  }

  /** Collects options; not thread-safe. */
  public static final class Builder {
    private String role = "targets";
    private boolean routed;
    private Optional<String> customJson = Optional.empty();
    private TargetPlacement placement = TargetPlacement.COPY;

    private Builder() {}

    /**
     * Sets the role that lists the target.
     *
     * @param name {@code targets} if not set, a delegated role, or the prefix of bins, of which the
     *     path has one
     * @return this
     */
    public Builder role(String name) {
      this.role = Objects.requireNonNull(name, "name");
      this.routed = false;
      return this;
    }

    /**
     * Puts the target where the search of a client comes first: along the first delegations that
     * are trusted with its path, down to a role that delegates it no further. Bins of any kind are
     * found that way.
     *
     * @return this
     */
    public Builder routed() {
      this.routed = true;
      return this;
    }

    /**
     * Sets data that the metadata carries for the target (TUF specification section 4.5).
     *
     * @param json a JSON object without fractions, nested 60 deep at most
     * @return this
     */
    public Builder customJson(String json) {
      this.customJson = Optional.of(json);
      return this;
    }

    /**
     * Sets how the file gets into the repository.
     *
     * @param value {@link TargetPlacement#COPY} if not set
     * @return this
     */
    public Builder placement(TargetPlacement value) {
      this.placement = Objects.requireNonNull(value, "value");
      return this;
    }

    /**
     * Makes the options.
     *
     * @return the options
     */
    public TargetOptions build() {
      return new TargetOptions(this);
    }
  }
}
