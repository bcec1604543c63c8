// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import dev.gantry.core.Text;
import dev.gantry.core.VerificationException;
import java.io.Serial;
import java.util.Objects;

/** Metadata that is older than what this client has already trusted, or drops a role of it. */
public final class RollbackException extends VerificationException {
  @Serial private static final long serialVersionUID = 1L;

  /** The version found when a role is no longer listed at all. */
  public static final long ABSENT = 0;

  /** The role whose metadata was refused. */
  private final String roleName;

  /** The role whose version went back. */
  private final String affectedRole;

  /** Version found. */
  private final long foundVersion;

  /** Version trusted already. */
  private final long trustedVersion;

  /** Section of the specification. */
  private final String section;

  /**
   * Creates a failure.
   *
   * @param roleName the role whose metadata was refused; foreign text is cut and escaped here
   * @param affectedRole the role whose version went back: the same one, or one that it lists
   * @param foundVersion version found, or {@link #ABSENT}
   * @param trustedVersion version that is trusted already
   * @param section section of the TUF specification
   */
  public RollbackException(
      String roleName,
      String affectedRole,
      long foundVersion,
      long trustedVersion,
      String section) {
    super(
        "METADATA_ROLLBACK",
        "metadata of role "
            + Text.quote(roleName)
            + " has "
            + (foundVersion == ABSENT ? "no version" : "version " + foundVersion)
            + " of "
            + Text.quote(affectedRole)
            + ", expected at least the trusted version "
            + trustedVersion
            + " (TUF "
            + section
            + ")",
        null);
    this.roleName = Text.clean(roleName);
    this.affectedRole = Text.clean(affectedRole);
    this.foundVersion = foundVersion;
    this.trustedVersion = trustedVersion;
    this.section = Objects.requireNonNull(section, "section");
  }

  /**
   * Returns the role whose metadata was refused.
   *
   * @return its name, cut and escaped
   */
  public String roleName() {
    return roleName;
  }

  /**
   * Returns the role whose version went back.
   *
   * @return the refused role itself, or one that it lists
   */
  public String affectedRole() {
    return affectedRole;
  }

  /**
   * Returns the version found.
   *
   * @return the version, or {@link #ABSENT}
   */
  public long foundVersion() {
    return foundVersion;
  }

  /**
   * Returns the version that is trusted already.
   *
   * @return 1 or more
   */
  public long trustedVersion() {
    return trustedVersion;
  }

  /**
   * Returns the section of the TUF specification that was violated.
   *
   * @return for example {@code 5.4.3}
   */
  public String section() {
    return section;
  }
}
