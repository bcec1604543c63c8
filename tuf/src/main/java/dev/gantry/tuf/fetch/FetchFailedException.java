// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.fetch;

import dev.gantry.core.GantryException;
import dev.gantry.core.Text;
import java.io.Serial;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The source could not be reached, refused, or broke off, after all retries. */
public final class FetchFailedException extends GantryException {
  @Serial private static final long serialVersionUID = 1L;

  /** Status when there was no answer, or none with a status. */
  public static final int NO_STATUS = -1;

  /** What was asked for. */
  private final String location;

  /** HTTP status. */
  private final int status;

  /** Whether a later attempt may help. */
  private final boolean retryable;

  /** What went wrong. */
  private final String problem;

  /**
   * Creates a failure.
   *
   * @param location what was asked for: a URL without its query, or a path
   * @param status the HTTP status, or {@link #NO_STATUS}
   * @param retryable whether a later attempt may help
   * @param problem what went wrong; foreign text is cut and escaped here
   * @param cause the failure underneath, or null
   */
  public FetchFailedException(
      String location, int status, boolean retryable, String problem, @Nullable Throwable cause) {
    super("FETCH_FAILED", Text.clean(location) + ": " + Text.clean(problem), cause);
    this.location = Text.clean(location);
    this.status = status;
    this.retryable = retryable;
    this.problem = Objects.requireNonNull(Text.clean(problem), "problem");
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
   * @return the status, or {@link #NO_STATUS}
   */
  public int status() {
    return status;
  }

  /**
   * Tells whether a later attempt may help.
   *
   * @return true for an overloaded or unreachable source
   */
  public boolean retryable() {
    return retryable;
  }

  /**
   * Returns what went wrong.
   *
   * @return the reason, cut and escaped
   */
  public String problem() {
    return problem;
  }
}
