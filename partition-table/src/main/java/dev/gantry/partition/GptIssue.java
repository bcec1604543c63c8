// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import java.util.Objects;

/**
 * Something wrong with a disk's GPT that does not keep it from being read.
 *
 * <p>Immutable.
 *
 * @param kind what is wrong
 * @param detail what was found and what was expected, for a message
 */
public record GptIssue(Kind kind, String detail) {
  /** Creates an issue. */
  public GptIssue {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(detail, "detail");
  }

  /** What can be wrong. */
  public enum Kind {
    /** The primary header is missing or broken. */
    PRIMARY_HEADER_BAD,
    /** The primary header is good, but its entries are not those it has the checksum of. */
    PRIMARY_ENTRIES_BAD,
    /** The backup header is missing or broken. */
    BACKUP_HEADER_BAD,
    /** The backup header is good, but its entries are not those it has the checksum of. */
    BACKUP_ENTRIES_BAD,
    /**
     * The backup is whole but says something else than the primary header. The boot loader takes
     * such a backup for a bad one: if the primary entries are good the primary wins, else the
     * loader boots nothing until the table is repaired.
     */
    BACKUP_OUT_OF_SYNC,
    /** The disk was enlarged: it has sectors behind the backup header. */
    BACKUP_NOT_AT_END,
    /** The disk was cut: the backup header would be behind its end. */
    BACKUP_UNREACHABLE,
    /** The bad copy cannot be rebuilt: the usable range leaves no room where it has to go. */
    NO_ROOM_FOR_REPAIR,
    /** Sector 0 has no protective record; the boot loader ignores that, other tools do not. */
    PROTECTIVE_MBR_MISSING
  }
}
