// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import dev.gantry.core.GantryException;
import dev.gantry.core.Text;
import java.io.Serial;

/**
 * Metadata that the store does not hold, or not within the limits, and that may not be fetched,
 * since the view is not an online one.
 */
public final class MetadataNotKeptException extends GantryException {
  @Serial private static final long serialVersionUID = 1L;

  /** The role. */
  private final String roleName;

  /**
   * Creates a failure.
   *
   * @param roleName the role; foreign text is cut and escaped here
   */
  public MetadataNotKeptException(String roleName) {
    super(
        "METADATA_NOT_KEPT",
        "metadata of role "
            + Text.quote(roleName)
            + " is not in the trusted store, expected a file within the limits; only an online"
            + " refresh fetches it",
        null);
    this.roleName = Text.clean(roleName);
  }

  /**
   * Returns the role.
   *
   * @return its name, cut and escaped
   */
  public String roleName() {
    return roleName;
  }
}
