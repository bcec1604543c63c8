// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import dev.gantry.core.Text;
import dev.gantry.core.VerificationException;
import java.io.Serial;

/** A role that trusted metadata delegates to but the trusted snapshot does not list. */
public final class UnlistedRoleException extends VerificationException {
  @Serial private static final long serialVersionUID = 1L;

  /** The role. */
  private final String roleName;

  /** Version of the snapshot. */
  private final long snapshotVersion;

  /**
   * Creates a failure.
   *
   * @param roleName the role; foreign text is cut and escaped here
   * @param snapshotVersion version of the snapshot that does not list it
   */
  public UnlistedRoleException(String roleName, long snapshotVersion) {
    super(
        "ROLE_NOT_IN_SNAPSHOT",
        "version "
            + snapshotVersion
            + " of the snapshot does not list role "
            + Text.quote(roleName)
            + ", expected an entry of every delegated role (TUF 4.4)",
        null);
    this.roleName = Text.clean(roleName);
    this.snapshotVersion = snapshotVersion;
  }

  /**
   * Returns the role that is not listed.
   *
   * @return its name, cut and escaped
   */
  public String roleName() {
    return roleName;
  }

  /**
   * Returns the version of the snapshot.
   *
   * @return 1 or more
   */
  public long snapshotVersion() {
    return snapshotVersion;
  }
}
