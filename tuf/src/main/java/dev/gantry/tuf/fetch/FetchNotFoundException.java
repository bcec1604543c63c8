// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.fetch;

import dev.gantry.core.GantryException;
import dev.gantry.core.Text;
import java.io.Serial;

/** The source says that it has no such file. */
public final class FetchNotFoundException extends GantryException {
  @Serial private static final long serialVersionUID = 1L;

  /** Status of a source that has none. */
  public static final int NO_STATUS = -1;

  /** What was asked for. */
  private final String location;

  /** HTTP status. */
  private final int status;

  /**
   * Creates a failure.
   *
   * @param location what was asked for: a URL without its query, or a path
   * @param status the HTTP status, or {@link #NO_STATUS}
   */
  public FetchNotFoundException(String location, int status) {
    super(
        "FETCH_NOT_FOUND",
        Text.clean(location)
            + ": not found"
            + (status == NO_STATUS ? "" : " (status " + status + ")"),
        null);
    this.location = Text.clean(location);
    this.status = status;
  }

  /**
   * Returns what was asked for.
   *
   * @return a URL without its query, or a path
   */
  public String location() {
    return location;
  }

  /**
   * Returns the HTTP status.
   *
   * @return 404, 410 or 403, or {@link #NO_STATUS} where there is no HTTP
   */
  public int status() {
    return status;
  }
}
