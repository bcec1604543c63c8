// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.fetch;

import java.time.Duration;

/**
 * How slow a body may be: a server that sends a byte now and then must not hold a reader for ever.
 *
 * <p>A reader starts with its patience, loses the time that it waits and gains what the bytes that
 * come should have taken at the rate, up to the full patience again. So a body of {@code n} bytes
 * takes at most {@code patience + n / bytesPerSecond}, and a pause no longer than the patience.
 * Only time within reads counts: who writes slowly what it reads fast does no harm.
 *
 * @param bytesPerSecond the rate, 1 or more
 * @param patience how long the rate may not be reached, more than nothing
 */
public record MinimumRate(long bytesPerSecond, Duration patience) {
  /** The longest patience, so that it fits into nanoseconds. */
  private static final Duration LONGEST = Duration.ofDays(365);

  /** 1 KiB each second, after two minutes. */
  public static final MinimumRate DEFAULT = new MinimumRate(1024, Duration.ofMinutes(2));

  /**
   * Creates a rate.
   *
   * @throws IllegalArgumentException if the rate is not positive, or the patience is not, or is
   *     longer than a year
   */
  public MinimumRate {
    if (bytesPerSecond < 1
        || patience.isNegative()
        || patience.isZero()
        || patience.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(bytesPerSecond + " bytes/s, patience " + patience);
    }
  }
}
