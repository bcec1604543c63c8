// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.publish;

import dev.gantry.core.Version;
import dev.gantry.update.manifest.MigrationEdge;
import dev.gantry.update.manifest.Waves;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who may take a release, and when.
 *
 * <p>Immutable.
 */
public final class ReleaseTerms {
  private final Waves waves;
  private final Optional<Version> maxVersion;
  private final Map<MigrationEdge, List<String>> migrations;

  private ReleaseTerms(Builder builder) {
    this.waves = builder.waves;
    this.maxVersion = builder.maxVersion;
    this.migrations = Map.copyOf(builder.migrations);
  }

  /**
   * Returns the terms under which all hosts may take a release at once.
   *
   * @return terms without waves and without migrations
   */
  public static ReleaseTerms forAll() {
    return builder().build();
  }

  /**
   * Starts from {@link #forAll()}.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns when which hosts may take the release.
   *
   * @return the waves
   */
  public Waves waves() {
    return waves;
  }

  /**
   * Returns the newest version that hosts may run.
   *
   * @return the version; empty for the higher one of this release and what the manifest says
   */
  public Optional<Version> maxVersion() {
    return maxVersion;
  }

  /**
   * Returns migrations that the manifest shall have besides those it has.
   *
   * @return names of targets that are in the repository, by the versions between which they lead
   */
  public Map<MigrationEdge, List<String>> migrations() {
    return migrations;
  }

  /** Collects terms; not thread-safe. */
  public static final class Builder {
    private Waves waves = Waves.none();
    private Optional<Version> maxVersion = Optional.empty();
    private final Map<MigrationEdge, List<String>> migrations = new TreeMap<>();

    private Builder() {}

    /**
     * Sets the waves.
     *
     * @param schedule the waves
     * @return this builder
     */
    public Builder waves(Waves schedule) {
      this.waves = Objects.requireNonNull(schedule, "schedule");
      return this;
    }

    /**
     * Sets the newest version that hosts may run, in all releases for the same kind of host; not
     * below the release itself, which no host could take then.
     *
     * @param newest the version
     * @return this builder
     */
    public Builder maxVersion(Version newest) {
      this.maxVersion = Optional.of(newest);
      return this;
    }

    /**
     * Sets the migrations between two versions.
     *
     * @param edge the versions
     * @param targets names of targets in the order in which they run forward
     * @return this builder
     */
    public Builder migrations(MigrationEdge edge, List<String> targets) {
      migrations.put(edge, List.copyOf(targets));
      return this;
    }

    /**
     * Makes the terms.
     *
     * @return the terms
     */
    public ReleaseTerms build() {
      return new ReleaseTerms(this);
    }
  }
}
