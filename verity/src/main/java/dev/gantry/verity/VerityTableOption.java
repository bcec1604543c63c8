// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import java.util.Locale;
import java.util.Optional;

/**
 * An option of the verity target that takes no argument (kernel documentation {@code
 * device-mapper/verity.rst}, "Construction Parameters").
 */
public enum VerityTableOption {
  /** Corrupt blocks are logged and delivered: no protection at all. */
  IGNORE_CORRUPTION(Group.CORRUPTION),

  /** The machine restarts when a block is corrupt. */
  RESTART_ON_CORRUPTION(Group.CORRUPTION),

  /** The kernel panics when a block is corrupt. */
  PANIC_ON_CORRUPTION(Group.CORRUPTION),

  /** The machine restarts when a block cannot be read. */
  RESTART_ON_ERROR(Group.ERROR),

  /** The kernel panics when a block cannot be read. */
  PANIC_ON_ERROR(Group.ERROR),

  /** Blocks that should be zero are not read, and delivered as zeros. */
  IGNORE_ZERO_BLOCKS(Group.OTHER),

  /** A data block is verified when it is read first, not again later. */
  CHECK_AT_MOST_ONCE(Group.OTHER),

  /** Blocks whose digests are in memory are verified without a change of context. */
  TRY_VERIFY_IN_TASKLET(Group.OTHER);

  private final Group group;
  private final String word;

  VerityTableOption(Group group) {
    this.group = group;
    this.word = name().toLowerCase(Locale.ROOT);
  }

  private enum Group {
    CORRUPTION,
    ERROR,
    OTHER
  }

  /**
   * Returns the word in the table line.
   *
   * @return for example {@code restart_on_corruption}
   */
  public String word() {
    return word;
  }

  /**
   * Finds the option of a word.
   *
   * @param word for example {@code restart_on_corruption}
   * @return the option, or empty if there is none without an argument
   */
  public static Optional<VerityTableOption> find(String word) {
    for (VerityTableOption option : values()) {
      if (option.word.equals(word)) {
        return Optional.of(option);
      }
    }
    return Optional.empty();
  }

  /**
   * Says whether a table line cannot have both; the kernel refuses such a line.
   *
   * @param other another option
   * @return true if they are the same, or both say what happens in the same case
   */
  public boolean excludes(VerityTableOption other) {
    return this == other || (group == other.group && group != Group.OTHER);
  }
}
