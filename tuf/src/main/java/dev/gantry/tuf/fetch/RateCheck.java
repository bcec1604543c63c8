// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.fetch;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Holds one body to a {@link MinimumRate}. Not thread-safe. */
final class RateCheck {
  private final MinimumRate rate;
  private final LongSupplier nanoClock;
  private final String location;
  private long patienceNanos;
  private long startedAt;

  RateCheck(MinimumRate rate, LongSupplier nanoClock, String location) {
    this.rate = rate;
    this.nanoClock = nanoClock;
    this.location = location;
    this.patienceNanos = rate.patience().toNanos();
  }

  void readStarts() {
    startedAt = nanoClock.getAsLong();
  }

  /** Takes what a read brought, after it came; what comes too late is refused. */
  void readEnds(int bytes) throws FetchFailedException {
    patienceNanos -= nanoClock.getAsLong() - startedAt;
    if (patienceNanos < 0) {
      throw new FetchFailedException(
          location,
          FetchFailedException.NO_STATUS,
          true,
          "slower than " + rate.bytesPerSecond() + " bytes/s for " + rate.patience(),
          null);
    }
    double earned = (double) bytes * TimeUnit.SECONDS.toNanos(1) / rate.bytesPerSecond();
    long full = rate.patience().toNanos();
    patienceNanos = earned >= full - patienceNanos ? full : patienceNanos + (long) earned;
  }
}
