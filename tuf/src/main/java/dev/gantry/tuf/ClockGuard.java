// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether a client notices a clock that went back, as it does on a host without a battery for it,
 * and as an attacker would have it to make expired metadata count again.
 *
 * <p>The latest time at which a refresh succeeded is kept in the {@link TrustedStore}. It cannot be
 * far ahead even if the clock once was: a refresh only succeeds before its metadata expires.
 *
 * <p>Immutable.
 */
public final class ClockGuard {
  private static final Duration STANDARD_TOLERANCE = Duration.ofHours(1);
  private static final ClockGuard OFF = new ClockGuard(Optional.empty());

  private final Optional<Duration> tolerance;

  private ClockGuard(Optional<Duration> tolerance) {
    this.tolerance = tolerance;
  }

  /**
   * Returns the guard that clients have unless they are told otherwise.
   *
   * @return a guard with a tolerance of one hour
   */
  public static ClockGuard standard() {
    return tolerating(STANDARD_TOLERANCE);
  }

  /**
   * Creates a guard.
   *
   * @param tolerance how far the clock may go back without refusal, zero or more
   * @return a guard
   */
  public static ClockGuard tolerating(Duration tolerance) {
    if (tolerance.isNegative()) {
      throw new IllegalArgumentException("tolerance is negative: " + tolerance);
    }
    return new ClockGuard(Optional.of(tolerance));
  }

  /**
   * Returns what neither compares nor remembers times: for hosts on which the clock jumps and the
   * caller knows better.
   *
   * @return no guard
   */
  public static ClockGuard off() {
    return OFF;
  }

  /**
   * Returns how far the clock may go back.
   *
   * @return zero or more, or empty if the guard is off
   */
  public Optional<Duration> tolerance() {
    return tolerance;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ClockGuard guard && tolerance.equals(guard.tolerance);
  }

  @Override
  public int hashCode() {
    return Objects.hash(tolerance);
  }

  /** Returns the tolerance. */
  @Override
  public String toString() {
    return tolerance.map(duration -> "clock guard tolerating " + duration).orElse("no clock guard");
  }
}
