// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.fetch;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often and after which pauses an HTTP source is asked again; the pause doubles each time.
 *
 * @param attempts how often in a row to try without getting anything, 1 or more
 * @param firstPause the pause before the second attempt
 * @param longestPause what no pause exceeds, unless the server asks for a longer one
 * @param jitter the part of each pause that is left to chance, 0 to 1: hosts that failed together
 *     shall not come back together
 */
public record RetryPolicy(int attempts, Duration firstPause, Duration longestPause, double jitter) {
  /** Four attempts, pausing at most 200 ms, 400 ms and 800 ms, and at least half of that. */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(4, Duration.ofMillis(200), Duration.ofSeconds(5), 0.5);

  /**
   * Creates a policy.
   *
   * @throws IllegalArgumentException if there is no attempt, a pause is negative, or the jitter is
   *     not from 0 to 1
   */
  public RetryPolicy {
    if (attempts < 1 || firstPause.isNegative() || longestPause.compareTo(firstPause) < 0) {
      throw new IllegalArgumentException(
          "attempts " + attempts + ", pauses " + firstPause + " to " + longestPause);
    }
    if (!(jitter >= 0 && jitter <= 1)) {
      throw new IllegalArgumentException("jitter is " + jitter + ", expected 0 to 1");
    }
  }

  /**
   * Creates a policy without chance.
   *
   * @param attempts how often in a row to try without getting anything, 1 or more
   * @param firstPause the pause before the second attempt
   * @param longestPause what no pause exceeds
   * @throws IllegalArgumentException if there is no attempt or a pause is negative
   */
  public RetryPolicy(int attempts, Duration firstPause, Duration longestPause) {
    this(attempts, firstPause, longestPause, 0);
  }

  /** Returns the pause after a number of failed attempts, 1 or more. */
  Duration pauseAfter(int failures, RandomGenerator random) {
    Duration pause = firstPause;
    for (int i = 1; i < failures && pause.compareTo(longestPause) < 0; i++) {
      pause = pause.multipliedBy(2);
    }
    pause = pause.compareTo(longestPause) < 0 ? pause : longestPause;
    long chance = (long) (pause.toNanos() * jitter);
    return chance == 0 ? pause : pause.minusNanos((long) (chance * random.nextDouble()));
  }
}
