// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.fetch;

import java.time.Duration;

/**
 * How often and after which pauses an HTTP source is asked again; the pause doubles each time.
 *
 * @param attempts how often in a row to try without getting anything, 1 or more
 * @param firstPause the pause before the second attempt
 * @param longestPause what no pause exceeds
 */
public record RetryPolicy(int attempts, Duration firstPause, Duration longestPause) {
  /** Four attempts, pausing 200 ms, 400 ms and 800 ms. */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(4, Duration.ofMillis(200), Duration.ofSeconds(5));

  /**
   * Creates a policy.
   *
   * @throws IllegalArgumentException if there is no attempt or a pause is negative
   */
  public RetryPolicy {
    if (attempts < 1 || firstPause.isNegative() || longestPause.compareTo(firstPause) < 0) {
      throw new IllegalArgumentException(
          "attempts " + attempts + ", pauses " + firstPause + " to " + longestPause);
    }
  }

  /** Returns the pause after a number of failed attempts, 1 or more. */
  Duration pauseAfter(int failures) {
    Duration pause = firstPause;
    for (int i = 1; i < failures && pause.compareTo(longestPause) < 0; i++) {
      pause = pause.multipliedBy(2);
    }
    return pause.compareTo(longestPause) < 0 ? pause : longestPause;
  }
}
