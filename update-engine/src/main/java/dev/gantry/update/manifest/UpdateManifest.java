// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.manifest;

import dev.gantry.core.Bytes;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.Version;
import dev.gantry.update.json.JsonValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The content of {@code manifest.json}: the releases of a repository and the migrations between
 * versions.
 *
 * <p>Immutable. It reads what Bottlerocket's {@code update_metadata} crate reads, and writes what
 * that crate writes, byte for byte; members that it does not know stay where they are and are
 * written after those it knows. See {@code docs/formats/manifest.md}.
 */
public final class UpdateManifest {
  /** The name of the target that holds the manifest. */
  public static final String TARGET_NAME = "manifest.json";

  private final List<UpdateEntry> updates;
  private final NavigableMap<MigrationEdge, List<String>> migrations;
  private final Map<String, JsonValue> unknown;

  private UpdateManifest(Builder builder) {
    this.updates = List.copyOf(builder.updates);
    this.migrations = Collections.unmodifiableNavigableMap(new TreeMap<>(builder.migrations));
    this.unknown = Collections.unmodifiableMap(new LinkedHashMap<>(builder.unknown));
  }

  /**
   * Starts a manifest without releases.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Reads a manifest within {@link ManifestLimits#DEFAULT}.
   *
   * @param content the document
   * @param source where it came from, for messages
   * @return the manifest
   * @throws MalformedDataException if it is not a manifest; the field is a JSON pointer
   * @throws LimitExceededException if it is larger than allowed
   */
  public static UpdateManifest decode(Bytes content, String source)
      throws MalformedDataException, LimitExceededException {
    return decode(content, source, ManifestLimits.DEFAULT);
  }

  /**
   * Reads a manifest.
   *
   * @param content the document
   * @param source where it came from, for messages
   * @param limits what it may cost
   * @return the manifest
   * @throws MalformedDataException if it is not a manifest; the field is a JSON pointer
   * @throws LimitExceededException if it is larger than allowed
   */
  public static UpdateManifest decode(Bytes content, String source, ManifestLimits limits)
      throws MalformedDataException, LimitExceededException {
    return new ManifestDecoder(source, limits).decode(content);
  }

  /**
   * Writes the manifest.
   *
   * @return the document, without a line end at its end, as upstream writes it
   */
  public Bytes encode() {
    return ManifestEncoder.encode(this);
  }

  /**
   * Starts from this manifest.
   *
   * @return a builder with all of its values
   */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.updates.addAll(updates);
    builder.migrations.putAll(migrations);
    builder.unknown(unknown);
    return builder;
  }

  /**
   * Returns the releases.
   *
   * @return the releases in document order
   */
  public List<UpdateEntry> updates() {
    return updates;
  }

  /**
   * Returns the migrations.
   *
   * @return names of migration targets in the order in which they run forward, by the versions that
   *     they lead from and to
   */
  public NavigableMap<MigrationEdge, List<String>> migrations() {
    return migrations;
  }

  Map<String, JsonValue> unknown() {
    return unknown;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof UpdateManifest manifest
        && updates.equals(manifest.updates)
        && migrations.equals(manifest.migrations)
        && unknown.equals(manifest.unknown);
  }

  @Override
  public int hashCode() {
    return Objects.hash(updates, migrations, unknown);
  }

  /** Returns the number of releases, for messages. */
  @Override
  public String toString() {
    return "manifest of " + updates.size() + " updates";
  }

  /** Collects the parts of a manifest; not thread-safe. */
  public static final class Builder {
    private final List<UpdateEntry> updates = new ArrayList<>();
    private final TreeMap<MigrationEdge, List<String>> migrations = new TreeMap<>();
    private Map<String, JsonValue> unknown = Map.of();

    private Builder() {}

    /**
     * Adds a release at the end. Nothing is checked against the others: the planner tells of
     * releases that contradict each other.
     *
     * @param update the release
     * @return this
     */
    public Builder addUpdate(UpdateEntry update) {
      updates.add(Objects.requireNonNull(update, "update"));
      return this;
    }

    /**
     * Removes all releases of a version; the {@code max_version} of the others stays as it is.
     *
     * @param variant the variant
     * @param arch the architecture
     * @param version the version
     * @return this
     */
    public Builder removeUpdates(String variant, String arch, Version version) {
      updates.removeIf(
          update ->
              update.variant().equals(variant)
                  && update.arch().equals(arch)
                  && update.version().equals(version));
      return this;
    }

    /**
     * Sets the newest version that hosts may run, in every release for one kind of host.
     *
     * @param variant the variant
     * @param arch the architecture
     * @param newest the version
     * @return this
     */
    public Builder maxVersion(String variant, String arch, Version newest) {
      updates.replaceAll(
          update ->
              update.variant().equals(variant) && update.arch().equals(arch)
                  ? update.toBuilder().maxVersion(newest).build()
                  : update);
      return this;
    }

    /**
     * Sets the migrations between two versions.
     *
     * @param edge the versions
     * @param targets names of migration targets in the order in which they run forward
     * @return this
     */
    public Builder migrations(MigrationEdge edge, List<String> targets) {
      migrations.put(edge, List.copyOf(targets));
      return this;
    }

    Builder unknown(Map<String, JsonValue> members) {
      this.unknown = members;
      return this;
    }

    /**
     * Makes the manifest.
     *
     * @return the manifest
     */
    public UpdateManifest build() {
      return new UpdateManifest(this);
    }
  }
}
