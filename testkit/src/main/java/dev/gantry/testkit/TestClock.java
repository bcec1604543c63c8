// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;

/**
 * A clock that stands still until a test moves it, in either direction.
 *
 * <p>Thread-safe.
 */
public final class TestClock implements InstantSource {
  private Instant now;

  private TestClock(Instant start) {
    this.now = Objects.requireNonNull(start, "start");
  }

  /**
   * Creates a clock.
   *
   * @param start the time it shows at first
   * @return a new clock
   */
  public static TestClock at(Instant start) {
    return new TestClock(start);
  }

  /**
   * Creates a clock.
   *
   * @param start the time it shows at first, for example {@code 2030-01-01T00:00:00Z}
   * @return a new clock
   * @throws java.time.format.DateTimeParseException if the text is no instant
   */
  public static TestClock at(String start) {
    return new TestClock(Instant.parse(start));
  }

  @Override
  public synchronized Instant instant() {
    return now;
  }

  /**
   * Sets the time.
   *
   * @param instant the time shown from now on, which may be earlier
   */
  public synchronized void set(Instant instant) {
    now = Objects.requireNonNull(instant, "instant");
  }

  /**
   * Moves the time.
   *
   * @param duration how far; negative to go back
   * @return the new time
   */
  public synchronized Instant advance(Duration duration) {
    now = now.plus(duration);
    return now;
  }

  /** Returns the time shown. */
  @Override
  public String toString() {
    return instant().toString();
  }
}
