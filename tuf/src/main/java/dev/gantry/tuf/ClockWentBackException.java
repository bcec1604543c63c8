// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import dev.gantry.core.VerificationException;
import java.io.Serial;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * A clock that shows an earlier time than a refresh has seen before, so that expired metadata could
 * count again. Either it is wrong now, or it was wrong then: set it, or, if it is right, call
 * {@link TrustedStore#forgetTime}.
 */
public final class ClockWentBackException extends VerificationException {
  @Serial private static final long serialVersionUID = 1L;

  /** The time shown. */
  private final Instant now;

  /** The latest time of an earlier refresh. */
  private final Instant latest;

  /** How far the clock may go back. */
  private final Duration tolerance;

  /**
   * Creates a failure.
   *
   * @param now the time that the clock shows
   * @param latest the latest time at which a refresh of the same store succeeded
   * @param tolerance how far the clock may go back
   */
  public ClockWentBackException(Instant now, Instant latest, Duration tolerance) {
    super(
        "CLOCK_WENT_BACK",
        "the clock shows "
            + now
            + ", but a refresh succeeded at "
            + latest
            + "; expected that it goes back by at most "
            + tolerance,
        null);
    this.now = Objects.requireNonNull(now, "now");
    this.latest = Objects.requireNonNull(latest, "latest");
    this.tolerance = Objects.requireNonNull(tolerance, "tolerance");
  }

  /**
   * Returns the time that the clock shows.
   *
   * @return the start of the refresh
   */
  public Instant now() {
    return now;
  }

  /**
   * Returns the latest time at which a refresh of the same store succeeded.
   *
   * @return the remembered time; up to a minute earlier than the true one
   */
  public Instant latest() {
    return latest;
  }

  /**
   * Returns how far the clock may go back.
   *
   * @return zero or more
   */
  public Duration tolerance() {
    return tolerance;
  }
}
