// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import java.util.List;
import java.util.Objects;

/**
 * What was found on a disk: the table, and what is wrong with it.
 *
 * <p>Immutable.
 */
public final class GptReadResult {
  private final GptTable table;
  private final GptCopy usedCopy;
  private final List<GptIssue> issues;
  private final boolean loaderAccepts;
  private final DiskState state;

  GptReadResult(
      GptTable table,
      GptCopy usedCopy,
      List<GptIssue> issues,
      boolean loaderAccepts,
      DiskState state) {
    this.table = Objects.requireNonNull(table, "table");
    this.usedCopy = usedCopy;
    this.issues = List.copyOf(issues);
    this.loaderAccepts = loaderAccepts;
    this.state = state;
  }

  /**
   * Returns the table that the used copy says.
   *
   * @return the table
   */
  public GptTable table() {
    return table;
  }

  /**
   * Returns the copy that was used: the primary if it is whole, as the boot loader does.
   *
   * @return the copy
   */
  public GptCopy usedCopy() {
    return usedCopy;
  }

  /**
   * Returns what is wrong.
   *
   * @return an immutable list, empty for a healthy disk
   */
  public List<GptIssue> issues() {
    return issues;
  }

  /**
   * Says whether an issue was found.
   *
   * @param kind the kind of issue
   * @return true if it is among the issues
   */
  public boolean has(GptIssue.Kind kind) {
    return issues.stream().anyMatch(issue -> issue.kind() == kind);
  }

  /**
   * Says whether one copy is bad, or the copies differ, so that {@link GptCommitter#repair} has
   * something to rebuild.
   *
   * @return true if there are not two whole and equal copies
   */
  public boolean needsRepair() {
    return has(GptIssue.Kind.PRIMARY_HEADER_BAD)
        || has(GptIssue.Kind.PRIMARY_ENTRIES_BAD)
        || has(GptIssue.Kind.BACKUP_HEADER_BAD)
        || has(GptIssue.Kind.BACKUP_ENTRIES_BAD)
        || has(GptIssue.Kind.BACKUP_OUT_OF_SYNC)
        || has(GptIssue.Kind.BACKUP_UNREACHABLE);
  }

  /**
   * Says whether the boot loader reads this table too. It does not where the primary header is good
   * and the only whole entries are a backup's that disagrees with it, and not where it has no room
   * to rebuild the bad copy; this reader is more lenient, so that the disk can be repaired.
   *
   * @return false if the boot loader boots nothing from this disk as it is
   */
  public boolean loaderAccepts() {
    return loaderAccepts;
  }

  DiskState state() {
    return state;
  }
}
