// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import java.util.List;

/**
 * What a publication left on disk.
 *
 * <p>Immutable and thread-safe.
 */
public final class PublishedRepository {
  private final long rootVersion;
  private final long targetsVersion;
  private final long snapshotVersion;
  private final long timestampVersion;
  private final List<String> writtenFiles;

  PublishedRepository(
      long rootVersion,
      long targetsVersion,
      long snapshotVersion,
      long timestampVersion,
      List<String> writtenFiles) {
    this.rootVersion = rootVersion;
    this.targetsVersion = targetsVersion;
    this.snapshotVersion = snapshotVersion;
    this.timestampVersion = timestampVersion;
    this.writtenFiles = List.copyOf(writtenFiles);
  }

  /**
   * Returns the version of the root role.
   *
   * @return 1 or more
   */
  public long rootVersion() {
    return rootVersion;
  }

  /**
   * Returns the version of the top-level targets role.
   *
   * @return 1 or more
   */
  public long targetsVersion() {
    return targetsVersion;
  }

  /**
   * Returns the version of the snapshot role.
   *
   * @return 1 or more
   */
  public long snapshotVersion() {
    return snapshotVersion;
  }

  /**
   * Returns the version of the timestamp role.
   *
   * @return 1 or more
   */
  public long timestampVersion() {
    return timestampVersion;
  }

  /**
   * Returns the metadata files written, in the order of writing.
   *
   * @return file names, empty if there was nothing to publish
   */
  public List<String> writtenFiles() {
    return writtenFiles;
  }

  /** Returns the versions. */
  @Override
  public String toString() {
    return "root "
        + rootVersion
        + ", targets "
        + targetsVersion
        + ", snapshot "
        + snapshotVersion
        + ", timestamp "
        + timestampVersion;
  }
}
