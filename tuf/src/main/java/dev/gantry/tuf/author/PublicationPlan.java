// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import java.util.List;
import java.util.Set;

/**
 * What a publication would do.
 *
 * <p>Immutable and thread-safe.
 */
public final class PublicationPlan {
  private final List<PlannedFile> files;
  private final List<TargetChange> targetChanges;
  private final Set<String> dueRoles;

  PublicationPlan(List<PlannedFile> files, List<TargetChange> targetChanges, Set<String> dueRoles) {
    this.files = List.copyOf(files);
    this.targetChanges = List.copyOf(targetChanges);
    this.dueRoles = Set.copyOf(dueRoles);
  }

  /**
   * Returns the metadata files that would be written.
   *
   * @return root, targets and delegated roles, snapshot, timestamp; empty if nothing would be
   */
  public List<PlannedFile> files() {
    return files;
  }

  /**
   * Returns the targets that would be added, removed or changed.
   *
   * @return changes by role and path
   */
  public List<TargetChange> targetChanges() {
    return targetChanges;
  }

  /**
   * Returns the roles that are due to be renewed by the expiry policy, signers or not.
   *
   * @return names of roles that were read
   */
  public Set<String> dueRoles() {
    return dueRoles;
  }

  /**
   * Tells whether the signers at hand suffice.
   *
   * @return true if nothing is missing
   */
  public boolean isSignable() {
    return files.stream().allMatch(file -> file.missingSigners().isEmpty());
  }

  /** Returns the names of the files. */
  @Override
  public String toString() {
    return files.stream().map(PlannedFile::fileName).toList()
        + ", "
        + targetChanges.size()
        + " changes of targets";
  }
}
