// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

/**
 * Something about a repository that somebody should look at.
 *
 * @param kind what it is
 * @param subject the role or the file, relative to the repository
 * @param detail what was found, for people
 */
public record RepositoryIssue(Kind kind, String subject, String detail) {
  /** What may be wrong. */
  public enum Kind {
    /** A file that is listed is not there. */
    MISSING_FILE(true),
    /** Metadata cannot be read, or must not be trusted: signatures, digest, version, form. */
    BAD_METADATA(true),
    /** A target file has another length or digest than is listed. */
    BAD_TARGET(true),
    /** Metadata has expired. */
    EXPIRED(true),
    /** Metadata expires soon. */
    EXPIRES_SOON(false),
    /** No client finds a target, since a terminating delegation ends the search before its role. */
    SHADOWED_TARGET(false),
    /** A delegated role has no metadata in the snapshot. */
    UNLISTED_ROLE(false),
    /** A metadata file that nothing refers to any more. */
    UNREFERENCED_METADATA(false),
    /** A target file that nothing refers to any more. */
    UNREFERENCED_TARGET(false),
    /** A temporary file that a crash left. */
    TEMPORARY_FILE(false);

    private final boolean serious;

    Kind(boolean serious) {
      this.serious = serious;
    }

    /**
     * Tells whether clients are or will be refused because of it.
     *
     * @return false for what is merely untidy, or not yet serious
     */
    public boolean isSerious() {
      return serious;
    }
  }
}
