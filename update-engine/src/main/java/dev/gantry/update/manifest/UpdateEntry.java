// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.manifest;

import dev.gantry.core.Version;
import dev.gantry.update.json.JsonValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * One release that a manifest offers. Immutable; equality is by content, unknown members included.
 */
public final class UpdateEntry {
  private final String variant;
  private final String arch;
  private final Version version;
  private final Version maxVersion;
  private final Waves waves;
  private final ImageNames images;
  private final Map<String, JsonValue> unknown;
  private final Map<String, JsonValue> unknownInImages;

  private UpdateEntry(Builder builder) {
    this.variant = builder.variant;
    this.arch = builder.arch;
    this.version = builder.version;
    this.maxVersion = builder.maxVersion;
    this.waves = builder.waves;
    this.images = builder.images;
    this.unknown = Collections.unmodifiableMap(new LinkedHashMap<>(builder.unknown));
    this.unknownInImages =
        Collections.unmodifiableMap(new LinkedHashMap<>(builder.unknownInImages));
  }

  /**
   * Starts a release whose {@link #maxVersion()} is its own version and which has no waves.
   *
   * @param variant what kind of host it is for, for example {@code aws-k8s-1.31}
   * @param arch the processor architecture, for example {@code x86_64}
   * @param version its version
   * @param images its images
   * @return a builder
   */
  public static Builder builder(String variant, String arch, Version version, ImageNames images) {
    return new Builder(variant, arch, version, images);
  }

  /**
   * Starts from this release.
   *
   * @return a builder with all of its values
   */
  public Builder toBuilder() {
    Builder builder = new Builder(variant, arch, version, images);
    builder.maxVersion(maxVersion).waves(waves).unknown(unknown).unknownInImages(unknownInImages);
    return builder;
  }

  /**
   * Returns what kind of host the release is for.
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
   * Returns the version.
   *
   * @return the version
   */
  public Version version() {
    return version;
  }

  /**
   * Returns the newest version that hosts may run: a release above it is not offered, and a host
   * above it may be taken back. Publishers withdraw releases by lowering it.
   *
   * @return the version
   */
  public Version maxVersion() {
    return maxVersion;
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
   * Returns the targets of its images.
   *
   * @return the names
   */
  public ImageNames images() {
    return images;
  }

  Map<String, JsonValue> unknown() {
    return unknown;
  }

  Map<String, JsonValue> unknownInImages() {
    return unknownInImages;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof UpdateEntry entry
        && variant.equals(entry.variant)
        && arch.equals(entry.arch)
        && version.equals(entry.version)
        && maxVersion.equals(entry.maxVersion)
        && waves.equals(entry.waves)
        && images.equals(entry.images)
        && unknown.equals(entry.unknown)
        && unknownInImages.equals(entry.unknownInImages);
  }

  @Override
  public int hashCode() {
    return Objects.hash(variant, arch, version, maxVersion, waves, images);
  }

  /** Returns variant, architecture and version, for messages. */
  @Override
  public String toString() {
    return variant + " " + arch + " " + version;
  }

  /** Collects the parts of a release; not thread-safe. */
  public static final class Builder {
    private final String variant;
    private final String arch;
    private final Version version;
    private ImageNames images;
    private Version maxVersion;
    private Waves waves = Waves.none();
    private Map<String, JsonValue> unknown = Map.of();
    private Map<String, JsonValue> unknownInImages = Map.of();

    private Builder(String variant, String arch, Version version, ImageNames images) {
      this.variant = Objects.requireNonNull(variant, "variant");
      this.arch = Objects.requireNonNull(arch, "arch");
      this.version = Objects.requireNonNull(version, "version");
      this.images = Objects.requireNonNull(images, "images");
      this.maxVersion = version;
    }

    /**
     * Sets the newest version that hosts may run.
     *
     * @param newest the version
     * @return this
     */
    public Builder maxVersion(Version newest) {
      this.maxVersion = Objects.requireNonNull(newest, "newest");
      return this;
    }

    /**
     * Sets the waves.
     *
     * @param schedule the waves
     * @return this
     */
    public Builder waves(Waves schedule) {
      this.waves = Objects.requireNonNull(schedule, "schedule");
      return this;
    }

    /**
     * Replaces the images.
     *
     * @param names the names of their targets
     * @return this
     */
    public Builder images(ImageNames names) {
      this.images = Objects.requireNonNull(names, "names");
      return this;
    }

    Builder unknown(Map<String, JsonValue> members) {
      this.unknown = members;
      return this;
    }

    Builder unknownInImages(Map<String, JsonValue> members) {
      this.unknownInImages = members;
      return this;
    }

    /**
     * Makes the release.
     *
     * @return the release
     */
    public UpdateEntry build() {
      return new UpdateEntry(this);
    }
  }
}
