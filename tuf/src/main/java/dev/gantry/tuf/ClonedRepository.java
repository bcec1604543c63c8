// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import java.util.List;

/**
 * What {@link RepositoryClone} has copied.
 *
 * <p>Immutable.
 */
public final class ClonedRepository {
  private final TrustedView view;
  private final int metadataFiles;
  private final int targetCount;
  private final long targetBytes;
  private final List<String> unusableNames;

  ClonedRepository(
      TrustedView view,
      int metadataFiles,
      int targetCount,
      long targetBytes,
      List<String> unusableNames) {
    this.view = view;
    this.metadataFiles = metadataFiles;
    this.targetCount = targetCount;
    this.targetBytes = targetBytes;
    this.unusableNames = List.copyOf(unusableNames);
  }

  /**
   * Returns the version and expiry of the newest root.
   *
   * @return the root role
   */
  public TrustedRole root() {
    return view.root();
  }

  /**
   * Returns the version and expiry of the timestamp: with it, the clone goes stale.
   *
   * @return the timestamp role
   */
  public TrustedRole timestamp() {
    return view.timestamp();
  }

  /**
   * Returns the version and expiry of the snapshot.
   *
   * @return the snapshot role
   */
  public TrustedRole snapshot() {
    return view.snapshot();
  }

  /**
   * Returns the version and expiry of the top-level targets role.
   *
   * @return the targets role
   */
  public TrustedRole targets() {
    return view.targets();
  }

  /**
   * Returns how many metadata files were written.
   *
   * @return 4 or more
   */
  public int metadataFiles() {
    return metadataFiles;
  }

  /**
   * Returns how many targets were copied, whatever the number of names of each.
   *
   * @return 0 or more
   */
  public int targetCount() {
    return targetCount;
  }

  /**
   * Returns the length of all targets that were copied.
   *
   * @return bytes
   */
  public long targetBytes() {
    return targetBytes;
  }

  /**
   * Returns names of targets that were left out since they are no {@link TargetPath}.
   *
   * @return foreign text, in the order of the files
   */
  public List<String> unusableNames() {
    return unusableNames;
  }

  /** Returns how much was copied. */
  @Override
  public String toString() {
    return metadataFiles
        + " metadata files, "
        + targetCount
        + " targets, "
        + targetBytes
        + " bytes";
  }
}
