// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a published repository stands: what expires when, who has signed, and what is wrong.
 *
 * <p>Immutable and thread-safe.
 */
public final class RepositoryStatus {
  private final List<RoleReport> roles;
  private final List<RepositoryIssue> issues;

  RepositoryStatus(List<RoleReport> roles, List<RepositoryIssue> issues) {
    this.roles = List.copyOf(roles);
    this.issues = List.copyOf(issues);
  }

  /**
   * Looks at a repository. What is wrong with it becomes an issue, not a failure.
   *
   * @param directory where it is
   * @param options the root to trust, and the expiry policy, whose renewal windows say what is soon
   * @param now the time
   * @param targetFiles whether every target file is read too
   * @return roles as far as they could be read, and issues
   * @throws IOException if the directory cannot be read at all
   */
  public static RepositoryStatus inspect(
      Path directory, EditorOptions options, Instant now, boolean targetFiles) throws IOException {
    return new StatusInspection(directory, options, now).run(targetFiles);
  }

  /**
   * Returns the roles: root, timestamp, snapshot, targets and delegated roles.
   *
   * @return an unmodifiable list
   */
  public List<RoleReport> roles() {
    return roles;
  }

  /**
   * Finds a role.
   *
   * @param name its name
   * @return its report, or empty if it could not be read
   */
  public Optional<RoleReport> role(String name) {
    return roles.stream().filter(role -> role.role().equals(name)).findFirst();
  }

  /**
   * Returns what somebody should look at.
   *
   * @return an unmodifiable list
   */
  public List<RepositoryIssue> issues() {
    return issues;
  }

  /**
   * Tells whether clients are served.
   *
   * @return true if no issue is serious
   */
  public boolean isHealthy() {
    return issues.stream().noneMatch(issue -> issue.kind().isSerious());
  }

  /** Returns the number of roles and the issues. */
  @Override
  public String toString() {
    return roles.size() + " roles, " + issues;
  }
}
