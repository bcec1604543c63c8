// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import dev.gantry.core.Text;
import dev.gantry.core.VerificationException;
import java.io.Serial;
import java.util.Objects;

/**
 * Validly signed metadata whose version is not the one that was asked for or that its parent lists,
 * as in a mix-and-match attack.
 */
public final class VersionMismatchException extends VerificationException {
  @Serial private static final long serialVersionUID = 1L;

  /** The role. */
  private final String roleName;

  /** Version found. */
  private final long foundVersion;

  /** Version expected. */
  private final long expectedVersion;

  /** Section of the specification. */
  private final String section;

  /**
   * Creates a failure.
   *
   * @param roleName the role whose metadata was refused; foreign text is cut and escaped here
   * @param foundVersion version found
   * @param expectedVersion version expected
   * @param section section of the TUF specification
   */
  public VersionMismatchException(
      String roleName, long foundVersion, long expectedVersion, String section) {
    super(
        "METADATA_VERSION_MISMATCH",
        "metadata of role "
            + Text.quote(roleName)
            + " has version "
            + foundVersion
            + ", expected exactly "
            + expectedVersion
            + " (TUF "
            + section
            + ")",
        null);
    this.roleName = Text.clean(roleName);
    this.foundVersion = foundVersion;
    this.expectedVersion = expectedVersion;
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
   * Returns the version found.
   *
   * @return 1 or more
   */
  public long foundVersion() {
    return foundVersion;
  }

  /**
   * Returns the version expected.
   *
   * @return 1 or more
   */
  public long expectedVersion() {
    return expectedVersion;
  }

  /**
   * Returns the section of the TUF specification that was violated.
   *
   * @return for example {@code 5.5.4}
   */
  public String section() {
    return section;
  }
}
